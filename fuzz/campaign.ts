import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { caseOf } from './cases.ts';
import type { Seed } from './kinds.ts';
import { type Result, runLanes, type Work } from './lanes.ts';
import { listen } from './requests.ts';
import { tracing, trespasses } from './trace.ts';

export interface Plan extends Pick<Work, 'embedded' | 'renders' | 'lanes'> {
  seeds: readonly Seed[];
  seed: number;
  indices: readonly number[];
  /** Of these, the numbers of those that are sent through once more under a tracer; none where there is no strace. */
  traced: readonly number[];
  folder: string;
  /** Folder of the project, whose files the processes may open. */
  checkout: string;
  told?: (done: number) => void;
}

export interface Verdict {
  crashes: number;
  hangs: number;
  requests: number;
  readOutside: number;
  unexpected: number;
}

export interface Campaign {
  verdict: Verdict;
  results: Result[];
  /** A line for each thing that is wrong. */
  offences: string[];
  /** Whether the file system says when a canary was read. */
  canariesTell: boolean;
}

/** Sends every file of a plan through, some of them traced, and judges. What offends is kept in `offending` of the folder. */
export async function runCampaign(plan: Plan): Promise<Campaign> {
  const server = await listen();
  const results: Result[] = [];
  const offences: string[] = [];
  const kept = join(plan.folder, 'offending');
  const offend = (index: number, what: string) => void offences.push(`file ${index}: ${what}`);
  const told = async (result: Result) => {
    results.push(result);
    plan.told?.(results.length);
    const { file, faults, read } = result;
    if (faults.length === 0 && read.length === 0) return;
    for (const fault of faults) offend(file.index, `(${file.about}) ${fault}`);
    for (const name of read) offend(file.index, `(${file.about}) ${name} was read`);
    await mkdir(kept, { recursive: true });
    await writeFile(join(kept, `${file.index}-${file.kind}`), file.bytes);
  };
  const work: Work = {
    ...{ embedded: plan.embedded, renders: plan.renders, lanes: plan.lanes, indices: plan.indices },
    ...{ port: server.port, folder: plan.folder, told },
    make: (index, bait) => caseOf(plan.seeds, plan.seed, index, bait),
  };
  const { canariesTell } = await runLanes(work);
  const trespassed = plan.traced.length > 0 ? await runTraced(plan, { ...work, indices: plan.traced }) : [];
  for (const { index, what } of trespassed) offend(index, `${what} was opened`);
  server.close();
  for (const url of server.requests) offend(Number(url.split('/')[1]), `asked for ${url}`);
  const count = (holds: (result: Result) => boolean) => results.filter(holds).length;
  return {
    ...{ results, offences, canariesTell },
    verdict: {
      crashes: count(({ end }) => end === 'crash'),
      hangs: count(({ end }) => end === 'hang'),
      requests: server.requests.length,
      readOutside: count(({ read }) => read.length > 0) + trespassed.length,
      unexpected: count(({ end, faults }) => end === undefined && faults.length > 0),
    },
  };
}

/** The sample once more, through one worker under strace. */
async function runTraced({ folder, checkout }: Plan, work: Work) {
  const inside = join(folder, 'traced');
  await mkdir(inside);
  const log = join(inside, 'strace.log');
  await runLanes({ ...work, folder: inside, lanes: 1, before: tracing(log) });
  const { found, opened } = await trespasses(log, { checkout, lane: join(inside, 'lane-1') });
  if (opened < work.indices.length) throw new Error(`strace saw only ${opened} files opened: it does not follow.`);
  if (found.length > 0) await cp(log, join(folder, 'trespasses.log'));
  return found;
}
