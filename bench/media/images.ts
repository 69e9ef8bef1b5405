import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onEnd } from '../clean-up.ts';
import { type Figure, note, short } from '../figure.ts';
import { median } from '../statistics.ts';
import { on } from '../suite.ts';
import { writePhoto } from './photo.ts';

/** A photograph of 12 megapixels, and a folder for what is made of it. */
interface ImagesStage {
  photo: string;
  folder: string;
}

async function imagesStage(): Promise<{ stage: ImagesStage; strike: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-bench-'));
  const strike = onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const photo = join(folder, 'photo.jpg');
  await writePhoto(photo);
  return { stage: { photo, folder }, strike };
}

/** Of each; the first is for warming up. */
const rounds = 7;
const widths = [320, 640, 1280, 1920];

/** CPU of the product for eight derivatives over that of a bare script that makes the same, byte for byte. */
const overBareSharp: Figure<ImagesStage> = {
  name: 'images_cpu_over_bare_sharp',
  unit: 'times',
  goal: '≤ 1.15',
  measure: async (stage) => {
    const value = await inTurns(stage, 'bare sharp', bare);
    // Compared after the last round, whose files are still there.
    for (const name of readdirSync(join(stage.folder, 'ours')))
      if (!made(stage, 'ours', name).equals(made(stage, 'theirs', name)))
        throw new Error(`${name} is not the same file in both.`);
    return 1 / value;
  },
};

/** CPU of `vipsthumbnail`, called for each of the same eight with the same settings, over that of the product. */
const underVipsthumbnail: Figure<ImagesStage> = {
  name: 'images_cpu_under_vipsthumbnail',
  unit: 'times',
  goal: '≥ 3.5',
  measure: async (stage) => {
    if (spawnSync('vipsthumbnail', ['--version']).error)
      throw new Error('vipsthumbnail is not installed. On Debian it is in the package libvips-tools.');
    return inTurns(stage, 'vipsthumbnail', vipsthumbnail);
  },
};

/** The figures of pictures, on a stage of their own. */
export const images = on(imagesStage, [overBareSharp, underVipsthumbnail]);

/** What the other costs for each second that the product costs, by the medians of runs taken in turns. */
async function inTurns(stage: ImagesStage, name: string, other: Maker): Promise<number> {
  const costs: { mine: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round += 1)
    costs.push({ mine: costOf(stage, 'ours', ours), theirs: costOf(stage, 'theirs', other) });
  const warm = costs.slice(1);
  const [mine, theirs] = [median(warm.map(({ mine }) => mine)), median(warm.map(({ theirs }) => theirs))];
  note(`${short(mine)} s of CPU, ${name} ${short(theirs)} s`);
  return theirs / mine;
}

/** Makes the eight in a folder and answers the seconds of CPU, user and system, that it took. */
type Maker = (photo: string, folder: string) => number;

function costOf(stage: ImagesStage, name: string, make: Maker): number {
  const folder = join(stage.folder, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const seconds = make(stage.photo, folder);
  const count = readdirSync(folder).length;
  if (count !== widths.length * 2) throw new Error(`${count} files came out, not ${widths.length * 2}.`);
  return seconds;
}

const ours: Maker = (photo, folder) => node('derive.ts', photo, folder);
const bare: Maker = (photo, folder) => node('derive-bare.ts', photo, folder);

/** The whole of its processes counts, because it has to be started for each. */
const vipsthumbnail: Maker = (photo, folder) => {
  const before = cpuOfChildren();
  // `subsample-mode` is vips' word for 4:4:4.
  for (const format of ['jpeg[Q=82,optimize-coding,subsample-mode=off,strip]', 'webp[Q=80,effort=0,strip]'])
    for (const width of widths)
      run('vipsthumbnail', [photo, '--size', `${width}`, '-o', join(folder, `${width}.${format}`)]);
  return cpuOfChildren() - before;
};

/**
 * A program's own measure of its work, in a process of its own. What it takes to start is not in it: the publisher, which does
 * this in the product, starts once.
 */
function node(program: string, photo: string, folder: string): number {
  const { user, system } = JSON.parse(run(process.execPath, [join(import.meta.dirname, program), photo, folder]));
  return (user + system) / 1e6;
}

function run(command: string, given: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, given, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}. ${stderr}`);
  return stdout;
}

const made = ({ folder }: ImagesStage, whose: string, name: string) => readFileSync(join(folder, whose, name));

/** Seconds of CPU of all children that have ended, from /proc, where it is counted in hundredths of a second. Linux only. */
function cpuOfChildren(): number {
  const [user = 0, system = 0] = readFileSync('/proc/self/stat', 'utf8')
    // The name before it is in brackets and may hold anything.
    .replace(/^.*\) /s, '')
    .split(' ')
    .slice(13, 15)
    .map(Number);
  return (user + system) / 100;
}
