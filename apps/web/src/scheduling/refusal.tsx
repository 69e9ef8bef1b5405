import { Problem } from '@mobilise/contracts/problems';
import { sayInstant } from '@mobilise/contracts/time';
import { CircleHelp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { askWhom } from '../ui/no-permission.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { TextField } from '../ui/text-field.tsx';
import { sayWhen } from './own-words.ts';

export interface RefusalProps {
  problem: unknown;
  /** The channel it is about, when there are several. */
  where: string | null;
  zone: string;
  itemId: string;
  /** The post whose words could be changed, if there is one. */
  postId: string | null;
  override: string;
  onOverride: (reason: string) => void;
  disambiguation: 'earlier' | 'later' | null;
  onDisambiguation: (which: 'earlier' | 'later') => void;
  onTime: (wallTime: string) => void;
}

/** Why something was not scheduled, as a question wherever a person can answer it. */
export function Refusal(props: RefusalProps) {
  const { problem, where } = props;
  if (!(problem instanceof Problem)) return <FormProblem error={problem} />;
  const body = questionOf(problem, props);
  if (!body) return <FormProblem error={where ? named(problem, where) : problem} />;
  return (
    <section role="alert" className="flex gap-2.5 rounded-base border border-wait bg-wait-soft px-3 py-2.5">
      <CircleHelp aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wait" />
      <div className="flex min-w-0 grow flex-col gap-2">
        {where && <p className="text-small font-semibold">{where}</p>}
        {body}
      </div>
    </section>
  );
}

const named = (problem: Problem, where: string) => new Problem(problem.code, `${where}: ${problem.message}`);

function questionOf(problem: Problem, props: RefusalProps): ReactNode {
  if (problem.code === 'time_ambiguous') return <WhichOfTwo {...props} problem={problem} />;
  if (problem.code === 'time_skipped') return <BesideTheGap {...props} problem={problem} />;
  if (problem.code === 'alternatives_missing') return <Missing {...props} problem={problem} />;
  if (problem.code === 'does_not_fit_channel') return <DoesNotFit {...props} problem={problem} />;
  return null;
}

type QuestionProps = Omit<RefusalProps, 'problem'> & { problem: Problem };
const textIn = (problem: Problem, name: string) => String(problem.extra?.[name] ?? '');

function WhichOfTwo({ problem, zone, disambiguation, onDisambiguation }: QuestionProps) {
  const say = (name: 'earlier' | 'later') => {
    const at = textIn(problem, name);
    return `${sayInstant(at, zone)}, ${offsetName(at, zone)}`;
  };
  return (
    <RadioGroup
      label={problem.message}
      value={disambiguation}
      onChange={onDisambiguation}
      choices={[
        { id: 'earlier', label: 'The first', description: `${say('earlier')}, before the clocks go back` },
        { id: 'later', label: 'The second', description: `${say('later')}, an hour after that` },
      ]}
    />
  );
}

/** `BST` or `GMT`, where the zone has such names. */
function offsetName(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    new Date(instant),
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function BesideTheGap({ problem, onTime }: QuestionProps) {
  return (
    <>
      <p className="font-medium">{problem.message}</p>
      <div className="flex flex-wrap gap-2">
        {(['earlier', 'later'] as const).map((name) => {
          const at = textIn(problem, name);
          return (
            <Button key={name} size="small" onPress={() => onTime(at)}>
              Take {sayWhen(at)}
            </Button>
          );
        })}
      </div>
    </>
  );
}

function Missing({ problem, itemId, postId, override, onOverride }: QuestionProps) {
  const { slug } = useWorkspace();
  const mayOverride = useCan('posts.override');
  const missing = Array.isArray(problem.extra?.['missing']) ? problem.extra['missing'].map(String) : [problem.message];
  return (
    <>
      <p className="font-medium">Something is missing for people who cannot see or hear it:</p>
      <ul className="list-disc pl-5">
        {missing.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <LinkButton to={`/w/${slug}/items/${itemId}` as string} size="small">
          Add it to the item
        </LinkButton>
        {postId && (
          <LinkButton to={`/w/${slug}/posts/${postId}` as string} size="small">
            Add it to the post
          </LinkButton>
        )}
      </div>
      {mayOverride ? (
        <TextField
          label="Or send it without, because"
          description="The reason is kept in the log, with your name."
          value={override}
          onChange={onOverride}
          maxLength={500}
        />
      ) : (
        <p className="text-small text-ink-soft">To send it without, a reason is needed. {askWhom('posts.override')}</p>
      )}
    </>
  );
}

function DoesNotFit({ problem, itemId, postId }: QuestionProps) {
  const { slug } = useWorkspace();
  return (
    <>
      <p className="font-medium">{problem.message}</p>
      <div>
        <LinkButton
          size="small"
          to={(postId ? `/w/${slug}/posts/${postId}` : `/w/${slug}/posts/new?item=${itemId}`) as string}
        >
          {postId ? 'Change the post' : 'Write for this channel'}
        </LinkButton>
      </div>
    </>
  );
}
