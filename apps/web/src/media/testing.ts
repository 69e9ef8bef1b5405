import type { Asset } from '@mobilise/contracts/media';

/** An upload as the API answers it. */
export function buildAsset(over: Partial<Asset> = {}): Asset {
  return {
    id: '019ac000-0000-7000-8000-000000000001',
    kind: 'image',
    filename: 'harbour.jpg',
    mime: 'image/jpeg',
    bytes: 40,
    width: 1600,
    height: 1000,
    duration: null,
    facts: {},
    warnings: [],
    alt: 'A harbour',
    longDescription: '',
    credit: '',
    licence: '',
    rightsUntil: null,
    focalPoint: null,
    crops: {},
    thumbhash: null,
    state: 'ready',
    progress: null,
    failure: null,
    thumb: null,
    renditions: [],
    replacedBy: null,
    sameAs: null,
    deletedAt: null,
    used: { items: 0, posts: 0, shows: 0 },
    consents: [],
    createdAt: '2026-11-27T10:00:00.000Z',
    createdBy: 'Amira Shah',
    version: 1,
    ...over,
  };
}
