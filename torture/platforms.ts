import { blueskyFake } from '@mobilise/channels/bluesky-fake';
import type { ConformanceFake } from '@mobilise/channels/conformance-fake';
import { type FaultProxy, faultNames, faultProxy, faults } from '@mobilise/channels/faults';
import { ghostFake } from '@mobilise/channels/ghost-fake';
import { linkedinFake } from '@mobilise/channels/linkedin-fake';
import { mastodonFake } from '@mobilise/channels/mastodon-fake';
import type { RemoteKind } from '@mobilise/channels/registry';
import { telegramFake } from '@mobilise/channels/telegram-fake';
import { webhookFake } from '@mobilise/channels/webhook-fake';
import { wordpressFake } from '@mobilise/channels/wordpress-fake';
import { channelKindOf } from '@mobilise/contracts/channels';
import type { Chance } from './random.ts';

/** A platform that posts arrive at, behind a proxy that breaks some of the requests. */
export interface Platform {
  kind: RemoteKind;
  /** What a person would type to connect to each of its accounts. */
  accounts: Record<string, unknown>[];
  /** How often the public has seen each post appear, by the post's mark (see `markOf`). */
  appearances: () => Map<string, number>;
  /** From now on some requests are broken, until `calm`. */
  trouble: () => void;
  calm: () => void;
  close: () => Promise<void>;
}

/** A word in every post's text that is its own, by which it is known again whatever the platform made of the text. */
export const markOf = (number: number): string => `mark${String(number).padStart(6, '0')}`;

/** The kinds that take part, of as many classes of safety as there are. */
const makers: Partial<Record<RemoteKind, () => Promise<ConformanceFake>>> = {
  bluesky: blueskyFake,
  // Looking for posts takes requests as well, and their rate is not what is tested here.
  mastodon: async () => Object.assign(await mastodonFake(), { requestsLeft: 1_000_000 }),
  linkedin: linkedinFake,
  wordpress: wordpressFake,
  ghost: ghostFake,
  telegram: telegramFake,
  webhook: webhookFake,
};

/** Seconds that a platform asks to wait: a run has no minutes to spare. */
const rest = 2;

/**
 * Starts a platform of every kind for so many posts, with as many accounts as it takes for its rate not to be what is tested
 * here; about one request in `oneIn` to each is broken.
 */
export async function startPlatforms(chance: Chance, { posts, oneIn }: { posts: number; oneIn: number }) {
  const all = Object.entries(makers) as [RemoteKind, () => Promise<ConformanceFake>][];
  // The newsroom takes its share as well.
  const each = Math.ceil(posts / (all.length + 1));
  return Promise.all(
    all.map(async ([kind, make]): Promise<Platform> => {
      // Half of the rate each: every try takes of it.
      const count = Math.ceil(each / ((channelKindOf(kind).rate?.posts ?? 2 * each) / 2));
      const accounts = await Promise.all(
        Array.from({ length: count }, async () => {
          const fake = await make();
          return { fake, proxy: await faultProxy(fake.url, { retryAfter: rest }) };
        }),
      );
      let calm: (() => void)[] = [];
      return {
        kind,
        accounts: accounts.map(({ fake, proxy }) => fake.typed(proxy.url)),
        appearances: () => {
          const counts = new Map<string, number>();
          for (const text of accounts.flatMap(({ fake }) => fake.texts())) {
            const mark = /mark\d{6}/.exec(text)?.[0] ?? text;
            counts.set(mark, (counts.get(mark) ?? 0) + 1);
          }
          return counts;
        },
        trouble: () => {
          calm = accounts.map(({ proxy }) => breakRequests(proxy, chance, oneIn));
        },
        calm: () => {
          for (const end of calm) end();
        },
        close: async () => {
          for (const { fake, proxy } of accounts) {
            await proxy.close();
            await fake.close();
          }
        },
      };
    }),
  );
}

/** Keeps one fault in wait: it strikes a request by chance, and the next one takes its place. */
function breakRequests(proxy: FaultProxy, chance: Chance, oneIn: number): () => void {
  let isCalm = false;
  // A fault that hangs costs a whole deadline, so it is rarer.
  const quick = faultNames.filter((name) => !faults[name].hangs);
  const wait = () => {
    if (isCalm) return;
    const fault = chance.next() < 0.1 ? chance.pick(faultNames) : chance.pick(quick);
    void proxy.strike(fault, () => !isCalm && chance.next() < 1 / oneIn).then(wait);
  };
  wait();
  return () => {
    isCalm = true;
  };
}
