import { MediaError } from './errors.ts';
import type { Ended } from './ffmpeg-process.ts';

/** Messages that speak of our command line or of this machine, never of the file. */
const ours =
  /No space left on device|Read-only file system|Permission denied|Too many open files|Unknown (encoder|decoder)|No such filter|Unrecognized option|Option not found|Error parsing (a |global )?(filter|option)|Invalid argument.*filter|not found: Option|Cannot find a matching stream|error while loading shared libraries|^Node\.js v/m;

/**
 * What a failed run means. A file that makes ffmpeg fail, crash or run for ever is refused; an Error is a fault of ours or of the
 * machine, to be logged and tried again.
 */
export function failure({ code, signal, late, stalled, log }: Ended): Error {
  const cause = log.trim().split('\n').slice(-12).join('\n');
  if (stalled)
    return new MediaError(
      'media_timeout',
      'Nothing more came of this file while it was processed, so that was ended. Make it again; if that fails, export the file again from the original and upload that.',
      { cause },
    );
  if (late || signal === 'SIGXCPU')
    return new MediaError(
      'media_timeout',
      'This file took too long to process. Export it shorter or smaller and upload that.',
      {
        cause,
      },
    );
  if (signal === 'SIGXFSZ') return tooLarge(cause);
  if (/Cannot allocate memory|out of memory|Aborted\(OOM\)|Cannot enlarge memory/i.test(log))
    return new MediaError(
      'media_too_large',
      'This file needs more memory than there is for one file. Export it with a smaller picture or fewer channels and upload that.',
      { cause },
    );
  // Signals that end us as well say nothing about the file; those of a crash do.
  const stopped = signal !== null && !['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP'].includes(signal);
  if (stopped || ours.test(withoutTags(log))) return new Error(`ffmpeg ended with ${signal ?? code}. ${cause}`);
  return corrupt(cause);
}

/** What ffmpeg tells of a file is indented, its title and comments included: those are the uploader's words, not ffmpeg's. */
const withoutTags = (log: string) => log.replace(/^[ \t].*$/gm, '');

export const corrupt = (cause?: unknown) =>
  new MediaError(
    'media_corrupt',
    'This file is damaged or incomplete. Export it again from the original and upload that.',
    { cause },
  );

export const tooLarge = (cause?: unknown) =>
  new MediaError(
    'media_too_large',
    'What would be made of this file is too large. Export it shorter and upload that.',
    { cause },
  );
