type CleanUp = () => void | Promise<void>;

const cleanUps = new Set<CleanUp>();

/** Registers what has to happen before this process ends; answers the way to do it earlier, once. */
export function onEnd(cleanUp: CleanUp): () => Promise<void> {
  cleanUps.add(cleanUp);
  return async () => {
    if (cleanUps.delete(cleanUp)) await cleanUp();
  };
}

/** Does what is left to do, the last registered first. */
export async function cleanUpAll(): Promise<void> {
  for (const cleanUp of [...cleanUps].reverse()) {
    cleanUps.delete(cleanUp);
    await cleanUp();
  }
}
