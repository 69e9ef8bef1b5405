import { join } from 'node:path';
import type { EmbeddedJob } from './embedded-ffmpeg.ts';
import type { Tool } from './ffmpeg-process.ts';

/** The program for a run over certain files; the embedded one sees no others. */
export type ToolFor = (files: { inputs: string[]; outputs: string[]; timeout: number }) => Tool;

export const nativeTool =
  (file: string): ToolFor =>
  () => ({ file, before: [], boundMemory: true });

const program = join(import.meta.dirname, 'embedded-ffmpeg.ts');

export const embeddedTool =
  (name: EmbeddedJob['program']): ToolFor =>
  ({ inputs, outputs, timeout }) => {
    const job: EmbeddedJob = { program: name, inputs, outputs, timeout: timeout * 1000 };
    return {
      file: process.execPath,
      before: ['--max-old-space-size=64', program, JSON.stringify(job)],
      boundMemory: false,
    };
  };
