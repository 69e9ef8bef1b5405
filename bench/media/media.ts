import { on, suite } from '../suite.ts';
import { overBareFfmpeg, underTwoPass } from './audio.ts';
import { audioStage } from './audio-stage.ts';
import { images } from './images.ts';
import { loudnessError } from './loudness.ts';

/** What becomes of uploads: how fast, and how well. */
export const runMedia = suite('media', [images, on(audioStage, [overBareFfmpeg, underTwoPass, loudnessError])]);
