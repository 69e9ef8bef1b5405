import type { FakeAnswer, FakeRequest } from './fake-server.ts';

export interface FakeImage {
  owner: string;
  bytes: Buffer | null;
  /** Looks that still find it in processing. */
  looks: number;
  hasFailed: boolean;
}

/** The images of the fake LinkedIn: begun, uploaded to an address of their own, and looked at until they can be shown. */
export function fakeImages(
  nextId: () => string,
  failure: (status: number, code: string, message: string) => FakeAnswer,
) {
  const all = new Map<string, FakeImage>();
  const plan = { looks: 0, hasFailed: false };

  const begin = ({ body, headers }: FakeRequest): FakeAnswer => {
    const { initializeUploadRequest } = JSON.parse(body.toString()) as { initializeUploadRequest: { owner: string } };
    const image = `urn:li:image:C4E${nextId()}`;
    all.set(image, { owner: initializeUploadRequest.owner, bytes: null, ...plan });
    const uploadUrl = `http://${headers.host}/dms-uploads/${encodeURIComponent(image)}`;
    return { status: 200, body: { value: { uploadUrlExpiresAt: Date.now() + 86_400_000, uploadUrl, image } } };
  };
  const upload = (urn: string, bytes: Buffer): FakeAnswer => {
    const image = all.get(urn);
    if (!image) return { status: 404 };
    image.bytes = bytes;
    return { status: 201 };
  };
  const look = (urn: string): FakeAnswer => {
    const image = all.get(urn);
    if (!image) return failure(404, 'NOT_FOUND', 'Could not find entity');
    const status = !image.bytes
      ? 'WAITING_UPLOAD'
      : image.looks > 0
        ? 'PROCESSING'
        : image.hasFailed
          ? 'PROCESSING_FAILED'
          : 'AVAILABLE';
    if (image.bytes && image.looks > 0) image.looks -= 1;
    return { status: 200, body: { id: urn, owner: image.owner, status } };
  };
  /** The first image that a post cannot show. */
  const unready = (urns: readonly string[]): string | undefined =>
    urns.find((urn) => {
      const image = all.get(urn);
      return !image?.bytes || image.looks > 0 || image.hasFailed;
    });
  return { all, plan, begin, upload, look, unready };
}
