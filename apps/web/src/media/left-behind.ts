import { sayBytes } from './bytes.ts';
import { fingerprintOf, isOfFile, readUnfinished, type Unfinished } from './unfinished.ts';
import { libraryOf, type UploadPlace, uploadStore } from './upload-store.ts';
import { beginUpload, type Wanted } from './uploading.ts';

type WantedAgain = Omit<Wanted, 'owner' | 'replaces'>;

/** Lists what an earlier visit left unfinished and no other tab goes on with. */
export async function listUnfinished(place: UploadPlace, wanted: WantedAgain): Promise<void> {
  const elsewhere = (await navigator.locks?.query())?.held?.map(({ name }) => name) ?? [];
  const here = uploadStore.all().map(({ fingerprint }) => fingerprint);
  for (const one of readUnfinished(place, localStorage, Date.now()))
    if (!elsewhere.includes(one.fingerprint) && !here.includes(one.fingerprint)) putUnfinished(place, one, wanted);
}

function putUnfinished(place: UploadPlace, one: Unfinished, wanted: WantedAgain): void {
  const key = uploadStore.newKey();
  const owner = libraryOf(place);
  const nothing = () => undefined;
  uploadStore.put({
    ...{ key, place, name: one.name, fingerprint: one.fingerprint, bytes: one.size },
    ...{ state: 'unfinished', share: 0, error: null, owner },
    ...{ pause: nothing, goOn: nothing, letGo: nothing, retry: null },
    cancel: () => {
      localStorage.removeItem(one.storageKey);
      uploadStore.drop(key);
      // Without a connection the server forgets it by itself, a day later.
      void fetch(one.url, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } }).catch(nothing);
    },
    choose: (file) => {
      if (!isOfFile(one.fingerprint, fingerprintOf(place, file, one.replaces))) return sayOther(file, one);
      beginUpload(place, file, { ...wanted, owner, replaces: one.replaces });
      return null;
    },
  });
}

function sayOther(file: File, { name, size }: Unfinished): string {
  if (file.name !== name) return `This is ${file.name}. Choose ${name}.`;
  if (file.size !== size)
    return `This ${name} has ${sayBytes(file.size)}, but the one you began with has ${sayBytes(size)}. Choose that one, or upload this one as a new file.`;
  return `${name} has changed since you began. Upload it as a new file.`;
}
