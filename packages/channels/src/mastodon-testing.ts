import { createHash } from 'node:crypto';
import type { Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import { connectThrough, samplePost } from './conformance-fake.ts';
import { mastodon } from './mastodon.ts';
import { type MastodonFake, mastodonFake } from './mastodon-fake.ts';
import { fakeFriend } from './mastodon-fake-state.ts';

type Overrides = Parameters<typeof samplePost>[1];

/** A fake server, a connection to it, and what tests do with both. What a try has kept, the next one knows. */
export interface MastodonStage {
  fake: MastodonFake;
  connection: Connection;
  postOf: (overrides?: Overrides) => OutgoingPost;
  /** Publishes; the id of what is out then. */
  published: (overrides?: Overrides) => Promise<string>;
  /** The only status there is. */
  onlyStatus: () => MastodonFake['statuses'] extends Map<string, infer Status> ? Status : never;
  /** What was kept is lost. */
  forget: () => void;
}

export async function mastodonStage(): Promise<MastodonStage> {
  const fake = await mastodonFake();
  const connection = await connectThrough(mastodon, fake.url, fake);
  let progress: OutgoingPost['progress'] = null;
  connection.keep = async (kept) => {
    progress = kept;
  };
  const postOf: MastodonStage['postOf'] = (overrides) => ({
    ...samplePost(mastodon, { mention: `@${fakeFriend}`, ...overrides }),
    progress,
  });
  return {
    fake,
    connection,
    postOf,
    published: async (overrides) => {
      const outcome = await mastodon.publish(postOf(overrides), connection);
      if (outcome.outcome !== 'published') throw new Error(JSON.stringify(outcome));
      return outcome.remoteId;
    },
    onlyStatus: () => {
      const [status, ...others] = fake.statuses.values();
      if (!status || others.length > 0) throw new Error(`There are ${fake.statuses.size} statuses`);
      return status;
    },
    forget: () => {
      progress = null;
    },
  };
}

export function imageOf(name: string): OutgoingImage {
  const sha256 = createHash('sha256').update(name).digest('hex');
  return { alt: `A poster: ${name}`, mime: 'image/png', width: 800, height: 600, sha256 };
}
