import { on, suite } from '../suite.ts';
import { burst, scheduleToSend } from './burst.ts';
import { claimFlat } from './claim-flat.ts';
import { publishingStage } from './stage.ts';
import { duePosts, overBareStatements } from './throughput.ts';

/** The publisher alone; the figure with ten million posts has a stage of its own, because nothing else should live in it. */
export const runPublishing = suite('publishing', [
  on(publishingStage, [scheduleToSend, duePosts, overBareStatements, burst]),
  on(publishingStage, [claimFlat]),
]);
