import { channelKindOf } from '@mobilise/contracts/channels';
import {
  type exportEngagement as exportRoute,
  metrics,
  metricWords,
  type Reading,
} from '@mobilise/contracts/engagement';
import { kindWords } from '@mobilise/contracts/item-kinds';
import type { RouteRequest } from '@mobilise/contracts/route';
import { wallTimeOf } from '@mobilise/contracts/time';
import { byteOrderMark, text } from '../csv-text.ts';
import type { Scope } from '../scope.ts';
import { readPeriod } from './period.ts';
import { readRows, scoreOf } from './rank.ts';

/**
 * The posts of a period as a CSV file, the newest first: RFC 4180 with a byte-order mark. Zero is `0`; what a channel does
 * not give is `unavailable`, what could not be read is `error`, what was not read yet is empty.
 */
export async function exportEngagement(
  scope: Scope,
  query: RouteRequest<typeof exportRoute>['query'],
): Promise<string> {
  const { present } = await readPeriod(scope, query);
  const rows = await readRows(scope, present, query);
  const header = [
    'Published',
    'Time zone',
    'Title',
    'Kind',
    'Channel',
    'Kind of channel',
    'Address',
    ...metrics.map((metric) => metricWords[metric]),
    'Score',
  ];
  const lines = rows.map((row) => [
    text(wallTimeOf(row.publishedAt, present.zone).replace('T', ' ')),
    text(present.zone),
    text(row.title),
    text(kindWords[row.kind].label),
    text(row.channelName),
    text(channelKindOf(row.channelKind).label),
    text(row.remoteUrl ?? ''),
    ...metrics.map((metric) => figure(row.latest.find((reading) => reading.metric === metric))),
    scoreOf(row)?.toString() ?? '',
  ]);
  return byteOrderMark + [header.map(text), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** The name a browser saves the file under. */
export function fileName({ from, to }: { from: string; to: string }): string {
  return `engagement-${from}-to-${to}.csv`;
}

function figure(reading: Reading | undefined): string {
  if (!reading) return '';
  return reading.status === 'ok' ? String(reading.value ?? '') : reading.status;
}
