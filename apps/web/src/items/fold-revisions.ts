interface Foldable {
  origin: 'autosave' | 'restore' | null;
  approval: unknown;
  posts: number;
}

/** Runs of two and more autosaves become one entry; one that was approved or posted stands for itself. */
export function foldRevisions<R extends Foldable>(revisions: readonly R[]): (R | R[])[] {
  const folded: (R | R[])[] = [];
  let run: R[] = [];
  const close = () => {
    if (run.length > 1) folded.push(run);
    else folded.push(...run);
    run = [];
  };
  for (const revision of revisions) {
    const isFleeting = revision.origin === 'autosave' && !revision.approval && revision.posts === 0;
    if (isFleeting) run.push(revision);
    else {
      close();
      folded.push(revision);
    }
  }
  close();
  return folded;
}
