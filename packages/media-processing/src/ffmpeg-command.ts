import type { Composed } from './ffmpeg-job.ts';

/** How it is told that ffmpeg ended; what ffmpeg said is asked for with `get`. */
type Ended = (error: unknown, output: { get: () => string }, messages: { get: () => string }) => void;

/** What fluent-ffmpeg calls to start ffmpeg; 2.1.3 is its last release, so this cannot change under us. */
interface Internals {
  _checkCapabilities: (done: () => void) => void;
  availableEncoders: (done: (error: null, encoders: object) => void) => void;
  _spawnFfmpeg: (args: string[], options: unknown, started: unknown, ended: Ended) => void;
}

const unsaid = { get: () => '' };

/**
 * Composes a job with fluent-ffmpeg and runs it. The one place that knows fluent-ffmpeg (decision 028).
 *
 * Its way to start a process is replaced by `start`: it hands our whole environment to the child and cannot kill a group.
 * Its probes of formats and encoders are left out: they cost 150 ms, and we know what our ffmpeg can do. Nobody listens to its
 * `progress`, for which it would open the first input with ffprobe and without any of our guards.
 */
export async function runWithFluent(
  { inputs, filters, outputs }: Composed,
  start: (args: string[]) => Promise<void>,
): Promise<void> {
  const { default: fluent } = await import('fluent-ffmpeg');
  const command = fluent();
  Object.assign(command, {
    _checkCapabilities: (done) => done(),
    availableEncoders: (done) => done(null, {}),
    _spawnFfmpeg: (args, _options, _started, ended) =>
      void start(args).then(
        () => ended(null, unsaid, unsaid),
        (error) => ended(error, unsaid, unsaid),
      ),
  } satisfies Internals);

  // Spread: words given as one array would be split at their spaces.
  for (const { source, args } of inputs) command.input(source).inputOptions(...args);
  if (filters) command.complexFilter(filters);
  for (const { target, args } of outputs) command.output(target).outputOptions(...args);

  const ended = Promise.withResolvers<void>();
  command.once('end', () => ended.resolve());
  command.once('error', ended.reject);
  command.run();
  await ended.promise;
}
