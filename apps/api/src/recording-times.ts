import type { ItemContent } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import { isBeyond } from '@mobilise/contracts/recordings';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { assets } from '@mobilise/db/schema/media';
import { and, eq } from 'drizzle-orm';
import type { Scope } from './scope.ts';

interface Outside {
  /** Where in the content, `chapters.3.start`. */
  field: string;
  message: string;
}

/**
 * Refuses content whose cut, chapters or words lie outside its recording: a draft may have such, what goes out may not. Problem
 * `wrong_state` says which, and names them as `content.…`. A recording whose length is not known yet says nothing.
 */
export async function recordingTimesOrThrow(scope: Scope, content: ItemContent): Promise<void> {
  const clip = 'audio' in content ? content.audio : 'video' in content ? content.video : null;
  if (!clip) return;
  const [upload] = await scope.db
    .select({ duration: assets.duration })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, clip.assetId)));
  const outside = upload?.duration ? timesOutside(content, upload.duration) : [];
  if (outside.length === 0) return;
  throw new Problem('wrong_state', outside.map(({ message }) => message).join(' '), {
    fields: outside.map(({ field, message }) => ({ field: `content.${field}`, message })),
  });
}

/** What lies outside a recording of so many milliseconds, or after the end of what is used of it. */
function timesOutside(content: ItemContent, duration: number): Outside[] {
  const found = recordingOf(content);
  if (!found) return [];
  const { name, trim, words, chapters } = found;
  const { start, end } = trim ?? { start: 0, end: duration };
  if (end > duration)
    return [
      {
        field: `${name}.trim.end`,
        message: `It is cut to end at ${sayTimecode(end)}, but the recording ends at ${sayTimecode(duration)}. Cut it again.`,
      },
    ];
  const length = end - start;
  const after = `after the recording has ended, at ${sayTimecode(length)}`;
  const late = chapters.filter((chapter) => chapter.start >= length);
  const cues = words.cues.filter((cue) => isBeyond(cue, length));
  const [first] = late;
  const [cue] = cues;
  return [
    ...(first
      ? [
          {
            field: `chapters.${chapters.indexOf(first)}.start`,
            message:
              late.length === 1
                ? `The chapter “${first.title}” starts ${after}. Move or remove it.`
                : `${late.length} chapters start ${after}. Move or remove them.`,
          },
        ]
      : []),
    ...(cue
      ? [
          {
            field: `${words.name}.cues.${words.cues.indexOf(cue)}.end`,
            message:
              cues.length === 1
                ? `One cue of the ${words.name} goes on ${after}. Move it, or leave it out.`
                : `${cues.length} cues of the ${words.name} go on ${after}. Move them, or leave them out.`,
          },
        ]
      : []),
  ];
}

function recordingOf(content: ItemContent) {
  if ('audio' in content) {
    const { audio, transcript, chapters } = content;
    return {
      name: 'audio',
      trim: audio?.trim,
      words: { name: 'transcript', cues: transcript?.cues ?? [] },
      chapters,
    };
  }
  if ('video' in content) {
    const { video, captions, chapters } = content;
    return { name: 'video', trim: video?.trim, words: { name: 'captions', cues: captions?.cues ?? [] }, chapters };
  }
  return null;
}
