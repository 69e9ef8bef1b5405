import { loadSharp } from './sharp.ts';

/** Sixteen pixels square in one colour, as libheif's own tool writes them: no other question tells decoders apart. */
const sample = [
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAA',
  'AAACAAAAEGlkYXQAAAAAABAAEAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAAKQACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYA',
  'AAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe',
  '8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFluqumubgQEDAgAAAAwCAAAAD',
  'AIQiAAEABkQBwXPBiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAEAAAABAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAA',
  'AgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAADFtZGF0AAAAJSgBrwtIV5Bw9f06V//ed2+0RBrjcSF5QKjValaAnJI5epAr',
  'gLA=',
].join('');

let probing: Promise<boolean> | undefined;

/** Whether HEIC can be decoded here: not by the decoder that sharp brings along, but by one built with HEVC. Probed once. */
export function readsHeic(): Promise<boolean> {
  probing ??= loadSharp()
    .then((sharp) => sharp(Buffer.from(sample, 'base64')).raw().toBuffer())
    .then(
      () => true,
      () => false,
    );
  return probing;
}
