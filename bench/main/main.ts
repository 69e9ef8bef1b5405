import { on, suite } from '../suite.ts';
import { calendarMonth } from './calendar-month.ts';
import { createPost } from './create-post.ts';
import { firstRoute } from './first-route.ts';
import { idleMemory } from './idle-memory.ts';
import { newsroomPage } from './newsroom-page.ts';
import { scheduleToSend } from './schedule-to-send.ts';
import { busyStage, freshStage } from './stages.ts';

/** The main job: stages in their order, each with the figures measured on it; memory comes first, on a product nobody has used. */
export const runMain = suite('main', [
  on(freshStage, [idleMemory, firstRoute]),
  on(busyStage, [calendarMonth, createPost, newsroomPage, scheduleToSend]),
]);
