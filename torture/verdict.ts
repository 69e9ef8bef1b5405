import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { PostState } from '@mobilise/contracts/post-states';
import type { Database } from './database.ts';
import type { Platform } from './platforms.ts';

interface Row {
  id: string;
  kind: ChannelKindName;
  state: PostState;
  mark: string;
  failure: string | null;
}

export interface Verdict {
  posts: number;
  published: number;
  needsPerson: number;
  /** Neither published nor waiting for a person. */
  lost: number;
  /** Seen more than once by the public, on a channel of class A to D; on class E they are told apart. */
  doubled: number;
  doubledInE: number;
  /** Said to be published, and not there; or there, and said not to be. */
  untrue: number;
  /** Waiting for a person although the channel could have told. */
  needlesslyAsked: number;
}

/** How many posts still have something ahead of them. */
export async function unsettled({ sql }: Database): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int from posts where state in ('scheduled', 'claimed', 'sending', 'unconfirmed')
      or (state = 'held' and hold_reason = 'channel')`;
  return row?.count ?? 0;
}

/** Compares what the table says with what the platforms have seen. Names the first posts that break a rule on standard error. */
export async function judge({ sql }: Database, platforms: readonly Platform[]): Promise<Verdict> {
  const rows = await sql<Row[]>`
    select p.id, c.kind, p.state, substring(p.content->>'text' from 'mark[0-9]{6}') as mark, p.failure
    from posts p join channels c on c.id = p.channel_id`;
  const seen = new Map(platforms.map((platform) => [platform.kind as ChannelKindName, platform.appearances()]));
  const verdict: Verdict = {
    posts: rows.length,
    published: 0,
    needsPerson: 0,
    lost: 0,
    doubled: 0,
    doubledInE: 0,
    untrue: 0,
    needlesslyAsked: 0,
  };
  let told = 0;
  const break_ = (rule: keyof Verdict, row: Row, appearances: number) => {
    verdict[rule] += 1;
    told += 1;
    if (told <= 20)
      console.error(
        `  ${rule}: ${row.kind} ${row.id} is ${row.state}, seen ${appearances} times. ${row.failure ?? ''}`,
      );
  };
  for (const row of rows) {
    const isE = channelKindOf(row.kind).safety === 'E';
    // The newsroom shows the row itself.
    const appearances =
      seen.get(row.kind)?.get(row.mark) ?? (row.kind === 'newsroom' && row.state === 'published' ? 1 : 0);
    if (row.state === 'published') verdict.published += 1;
    else if (row.state === 'needs_person') verdict.needsPerson += 1;
    else break_('lost', row, appearances);
    if (appearances > 1) break_(isE ? 'doubledInE' : 'doubled', row, appearances);
    if (row.state === 'published' ? appearances === 0 : !isE && appearances > 0) break_('untrue', row, appearances);
    if (row.state === 'needs_person' && !isE) break_('needlesslyAsked', row, appearances);
  }
  return verdict;
}

/** Whether every rule holds. */
export function holds(verdict: Verdict): boolean {
  const { lost, doubled, doubledInE, untrue, needlesslyAsked } = verdict;
  return lost + doubled + doubledInE + untrue + needlesslyAsked === 0;
}
