// A process that takes one file after the other from lanes.ts and says what became of each. Whatever brings it down brings down
// nothing else, and is known by the file that it had.
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Problem } from '@mobilise/contracts/problems';
import { MediaError } from '@mobilise/media-processing/errors';
import { embeddedFfmpeg, openFfmpeg } from '@mobilise/media-processing/ffmpeg';
import { through, type Upload } from './through.ts';

export interface Order extends Upload {
  embedded: boolean;
  /** What must not come out. */
  secret: string;
}

export interface Answer {
  /** `accepted`, or the code that it was refused with; `unexpected` for anything else. */
  code: string;
  /** What is wrong with how we dealt with it; sentences. */
  faults: string[];
  milliseconds: number;
  /** Bytes of memory of this process: the highest there ever was where this file brought it there, else what is left. */
  peak: number;
}

process.on('message', (order: Order) => void answer(order).then((said) => process.send?.(said)));

async function answer(order: Order): Promise<Answer> {
  const began = performance.now();
  const before = highest();
  const { code, faults, said } = await attempt(order);
  const milliseconds = Math.round(performance.now() - began);
  if (said.some((one) => one.includes(order.secret))) faults.push('The text beside the work folder came out of it');
  const left = [...(await readdir(tmpdir())), ...(await readdir(order.folder))];
  if (left.length > 0) faults.push(`It left ${left.join(', ')} behind`);
  const children = process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
  if (children > 0) faults.push(`It left ${children} processes running`);
  return { code, faults, milliseconds, peak: highest() > before ? highest() : process.memoryUsage.rss() };
}

const highest = () => process.resourceUsage().maxRSS * 1024;

async function attempt(order: Order): Promise<{ code: string; faults: string[]; said: (string | Buffer)[] }> {
  try {
    const ffmpeg = async () => (order.embedded ? embeddedFfmpeg() : openFfmpeg());
    return { code: 'accepted', faults: [], said: await through(order, ffmpeg) };
  } catch (error) {
    const detail = error instanceof MediaError ? error.detail : error instanceof Problem ? error.message : undefined;
    const said = error instanceof Error ? [`${error.message} ${error.cause ?? ''}`] : [];
    if (detail === undefined || !(error instanceof MediaError || error instanceof Problem))
      return {
        code: 'unexpected',
        faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
        said,
      };
    const faults = /^\p{Lu}.*[.!?]$/su.test(detail) ? [] : [`“${detail}” is no sentence`];
    return { code: error.code, faults, said };
  }
}
