import { turns } from '@mobilise/media-processing/turns';

/** Films and audiograms come from several queues, and two encoders at a time would only slow each other down. */
export const inTurn = turns(1);
