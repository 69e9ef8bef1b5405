import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { embeddedFfmpeg, openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { runCampaign } from './campaign.ts';
import { baitFor, caseOf } from './cases.ts';
import { type Kind, kinds } from './kinds.ts';
import { makeSeeds } from './seeds.ts';
import { tableOf } from './table.ts';
import { canTrace } from './trace.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    kinds: { type: 'string', default: kinds.join(',') },
    /** The one on this machine, the one that comes along, or the first and for every tenth file the second. */
    ffmpeg: { type: 'string', default: 'both' },
    /** How many of the files are also traced. */
    traced: { type: 'string', default: '100' },
    /** The number of one file, to try it again alone. */
    only: { type: 'string' },
    /** Keeps a line for each file, with what became of it. */
    keep: { type: 'boolean', default: false },
  },
});
const [files, seed, sample] = [values.files, values.seed, values.traced].map(Number) as [number, number, number];
const wanted = values.kinds.split(',') as Kind[];
const only = values.only === undefined ? undefined : Number(values.only);
if (
  ![files, seed, sample, only ?? 0].every((value) => Number.isInteger(value) && value >= 0) ||
  !wanted.every((kind) => kinds.includes(kind)) ||
  !['embedded', 'system', 'both'].includes(values.ffmpeg)
) {
  console.error(
    `npm run fuzz -- --files 2000 --seed 1 --kinds ${kinds.join(',')} --ffmpeg embedded|system|both --only 42`,
  );
  process.exit(2);
}

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'mobilise-fuzz-'));
const began = performance.now();
const say = (words: string) => console.error(`${((performance.now() - began) / 1000).toFixed(1)} s  ${words}`);
process.once('SIGINT', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(130);
});

const found = await openFfmpeg();
if (values.ffmpeg === 'system' && found.source === 'embedded') {
  console.error('There is no ffmpeg on this machine. Install one, or leave --ffmpeg out.');
  process.exit(2);
}
const ffmpeg = values.ffmpeg === 'embedded' ? embeddedFfmpeg() : found;
const always = ffmpeg.source === 'embedded';
const { seeds, missing } = await makeSeeds(folder, found, (kind) => wanted.includes(kind));
say(`${seeds.length} whole files made, with ffmpeg ${found.version}; ${files} files from seed ${seed}`);
for (const name of missing) say(`Left out, because it could not be made here: ${name}`);

const indices = only === undefined ? Array.from({ length: files }, (_, index) => index) : [only];
const traces = sample > 0 && (await canTrace(folder));
if (!traces) say('What files are opened is not traced: strace is not here, may not trace, or was not wanted.');
const campaign = await runCampaign({
  ...{ seeds, seed, indices, folder },
  checkout: join(import.meta.dirname, '..'),
  lanes: only === undefined ? availableParallelism() : 1,
  embedded: (index) => always || (values.ffmpeg === 'both' && index % 10 === 9),
  // A start of the embedded one takes a second, and a recording takes six.
  renders: (index) => !always || index % 3 === 0 || index === only,
  traced: traces ? sampleOf(indices) : [],
  told: (done) => done % 200 === 0 && say(`${done} files`),
});
const { verdict, results, offences, canariesTell } = campaign;
if (!canariesTell) say('The file system does not keep when a file was read, so only the tracer tells what was.');
console.error(tableOf(results));
for (const offence of offences.slice(0, 40)) console.error(`  ${offence}`);
console.error(
  `One again: npm run fuzz -- --seed ${seed} --kinds ${values.kinds} --ffmpeg ${values.ffmpeg} --only NUMBER`,
);
if (values.keep) {
  const lines = results.map(({ file: { bytes, ...file }, ...rest }) => JSON.stringify({ ...file, ...rest }));
  writeFileSync(join(folder, 'results.jsonl'), lines.join('\n'));
}
const good = Object.values(verdict).every((count) => count === 0);
if (values.keep || !good) say(`What became of each, or what offends, is in ${folder}`);
else rmSync(folder, { recursive: true, force: true });
const traced = traces ? sampleOf(indices).length : 0;
console.log(JSON.stringify({ fuzz: 'files', files: indices.length, seed, ...verdict, traced, seconds: seconds() }));
process.exit(good ? 0 : 1);

function seconds(): number {
  return Math.round((performance.now() - began) / 1000);
}

/** Half of those to trace name other files or addresses; the others are what comes. */
function sampleOf(all: readonly number[]): number[] {
  const bait = baitFor(0, 0, folder);
  const names = all.filter((index) => /text|elsewhere|tail/.test(caseOf(seeds, seed, index, bait).about));
  const spread = (list: readonly number[], count: number) =>
    list.filter((_, at) => Math.floor((at * count) / list.length) !== Math.floor(((at - 1) * count) / list.length));
  return [...new Set([...spread(names, sample / 2), ...spread(all, sample / 2)])];
}
