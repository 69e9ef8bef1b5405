import type { Audiogram, AudiogramPart, AudiogramShape } from '@mobilise/contracts/audiograms';
import type { Item } from '@mobilise/contracts/items';
import { Problem } from '@mobilise/contracts/problems';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { revisionFiles, revisions } from '@mobilise/db/schema/items';
import { audiogramIn, audiogramOf, audiogramWork, filmQueue } from '@mobilise/db/work-queues';
import { and, desc, eq, sql } from 'drizzle-orm';
import { fromDrizzle } from 'pg-boss';
import { isUnderWay, type Jobs, stopWork, type Work, workOf } from '../jobs.ts';
import { usedLength } from '../recording-times.ts';
import { ask } from '../rendering.ts';
import { rightsOrThrow, todayOf } from '../rights.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { mediaUrl } from '../thumbs.ts';
import { lockItem } from './locks.ts';
import { getItem } from './read.ts';

interface Named {
  revisionId: string;
  shape: AudiogramShape;
}
/** As people name one. */
interface Numbered {
  number: number;
  shape: AudiogramShape;
}
const isOf =
  ({ revisionId, shape }: Named) =>
  ({ key }: Work) =>
    key.startsWith(`${revisionId} ${shape} `);
/** What the publisher calls one that it is making. */
const called = (key: string) => `audiogram ${key}`;

/** The audiograms of an item, of its newest revision first. Problem `not_found`. */
export async function listAudiograms(scope: Scope, id: string): Promise<{ data: Audiogram[] }> {
  const { id: itemId } = await getItem(scope, id);
  const work = await workOn(scope, itemId);
  const files = await filesOf(scope, itemId);
  const asked = work.filter(({ state }) => state !== 'cancelled').map(({ key }) => audiogramOf(key));
  const numbers = await numbersOf(scope, itemId);
  const named = new Map([...files, ...asked].map((one) => [`${one.revisionId} ${one.shape}`, one]));
  const data = [...named.values()].flatMap((one) => {
    const { number: revision, progress } = numbers.get(one.revisionId) ?? {};
    const file = files.find(({ revisionId, shape }) => revisionId === one.revisionId && shape === one.shape);
    const newest = work.find(isOf(one));
    const isOpen = newest !== undefined && (isUnderWay(newest) || newest.state === 'failed');
    if (revision === undefined || !(file || isOpen)) return [];
    const { start, end, captions } = isOpen ? audiogramOf(newest.key) : (file ?? one);
    const isThis = newest?.state === 'making' && progress?.audiogram === newest.key;
    return [
      {
        ...{ revision, shape: one.shape, start, end, captions },
        state: isOpen ? (newest.state as 'waiting' | 'making' | 'failed') : ('ready' as const),
        progress: isThis ? { step: progress.step, share: progress.share } : null,
        failure: isOpen ? newest.failure : null,
        failureCode: isOpen ? newest.failureCode : null,
        file: file?.file ?? null,
      },
    ];
  });
  return { data: data.sort((a, b) => b.revision - a.revision || a.shape.localeCompare(b.shape)) };
}

/**
 * Asks for a film of a part of an episode, from its newest revision, in the place of another of that shape. Problems: `not_found`,
 * `wrong_state` for what is no episode or has no audio, `invalid_request` for a part that goes on after the end of that.
 */
export function makeAudiogram(
  scope: Scope,
  jobs: Jobs,
  id: string,
  part: AudiogramPart,
): Promise<{ data: Audiogram[] }> {
  return inTransaction(scope, async (scope) => {
    await lockItem(scope, id);
    const item = await getItem(scope, id);
    await mayBeDrawnOrThrow(scope, item, part);
    await rightsOrThrow(scope, item.revisionId, await todayOf(scope));
    const work = audiogramWork({ revisionId: item.revisionId, ...part });
    const key = work.options.singletonKey;
    // What somebody has made a film of is meant: no later autosave takes its place.
    await scope.db.update(revisions).set({ origin: null }).where(eq(revisions.id, item.revisionId));
    const before = (await workOn(scope, id)).filter(isOf({ revisionId: item.revisionId, shape: part.shape }));
    const others = before.filter((one) => one.key !== key);
    await stopWork(scope, jobs, filmQueue, others, called);
    if (!before.some((one) => one.key === key && isUnderWay(one))) await ask(scope, jobs, work);
    await record(scope, { action: 'audiogram asked for', noun: 'items', id, subject: item.title });
    return listAudiograms(scope, id);
  });
}

/** Stops the making of an audiogram; one that was made before stays. Problems: `not_found`, `wrong_state` where none is being made. */
export function stopAudiogram(scope: Scope, jobs: Jobs, id: string, named: Numbered): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const { title } = await lockItem(scope, id);
    const { work } = await findAudiogram(scope, id, named);
    if (!work.some(isUnderWay))
      throw new Problem('wrong_state', 'This audiogram is not being made, so nothing can be stopped.');
    await stopWork(scope, jobs, filmQueue, work, called);
    await record(scope, { action: 'audiogram stopped', noun: 'items', id, subject: title });
    return { ok: true };
  });
}

/** Removes an audiogram, and stops what is being made in its place; forgets that it failed. Problem `not_found`. */
export function removeAudiogram(scope: Scope, jobs: Jobs, id: string, named: Numbered): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const { title } = await lockItem(scope, id);
    const { file, work } = await findAudiogram(scope, id, named);
    await stopWork(scope, jobs, filmQueue, work, called);
    const over = work.filter((one) => !isUnderWay(one)).map((one) => one.id);
    if (over.length > 0) await jobs.deleteJob(filmQueue, over, { db: fromDrizzle(scope.db, sql) });
    if (file) await scope.db.delete(revisionFiles).where(fileOf(file));
    const action = file || over.length > 0 ? 'audiogram removed' : 'audiogram stopped';
    await record(scope, { action, noun: 'items', id, subject: title });
    return { ok: true };
  });
}

/** The file of an audiogram, and the work on it. Problem `not_found` where there is neither. */
async function findAudiogram(scope: Scope, id: string, { number, shape }: Numbered) {
  const [revision] = await scope.db
    .select({ id: revisions.id })
    .from(revisions)
    .where(and(eq(revisions.itemId, id), eq(revisions.number, number)));
  const named = { revisionId: revision?.id ?? '', shape };
  const work = (await workOn(scope, id)).filter(isOf(named));
  const file = (await filesOf(scope, id)).find((one) => one.revisionId === named.revisionId && one.shape === shape);
  if (!file && work.length === 0) throw new Problem('not_found', 'There is no such audiogram of this item.');
  return { file, work };
}

async function mayBeDrawnOrThrow(scope: Scope, item: Item, { start, end }: AudiogramPart): Promise<void> {
  if (item.kind !== 'episode') throw new Problem('wrong_state', 'Audiograms are made of episodes. Choose an episode.');
  if (!(item.content as EpisodeContent).audio)
    throw new Problem('wrong_state', 'This episode has no audio yet. Upload it first.');
  const length = await usedLength(scope, item.content as EpisodeContent);
  if (length === null || end <= length) return;
  const field = start >= length ? 'start' : 'end';
  const message = `The recording ends at ${sayTimecode(length)}, and this part ${field}s at ${sayTimecode(field === 'start' ? start : end)}. Choose a part that ends by then`;
  throw new Problem('invalid_request', `${message}.`, { fields: [{ field: `body.${field}`, message }] });
}

const workOn = (scope: Scope, itemId: string) =>
  workOf(
    scope,
    filmQueue,
    sql`data ? 'audiogram' and split_part(singleton_key, ' ', 1) in (select r.id::text from ${revisions} r where r.item_id = ${itemId})`,
  );

const fileOf = ({ revisionId, width }: { revisionId: string; width: number }) =>
  and(eq(revisionFiles.revisionId, revisionId), eq(revisionFiles.purpose, 'audiogram'), eq(revisionFiles.width, width));

async function filesOf({ db }: Scope, itemId: string) {
  const rows = await db
    .select({ file: revisionFiles })
    .from(revisionFiles)
    .innerJoin(revisions, eq(revisions.id, revisionFiles.revisionId))
    .where(and(eq(revisions.itemId, itemId), eq(revisionFiles.purpose, 'audiogram')));
  return rows.map(({ file: { revisionId, purpose, format, width, height, duration, bytes, sha256, recipe } }) => ({
    ...{ width, ...audiogramIn({ revisionId, width, height, recipe }) },
    file: { purpose, format, width, height, duration, bytes, url: mediaUrl({ sha256, format }) },
  }));
}

/** The revisions of an item, newest first, each with its number and what is being made of it. */
async function numbersOf({ db }: Scope, itemId: string) {
  const rows = await db
    .select({ id: revisions.id, number: revisions.number, progress: revisions.filesProgress })
    .from(revisions)
    .where(eq(revisions.itemId, itemId))
    .orderBy(desc(revisions.number));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
