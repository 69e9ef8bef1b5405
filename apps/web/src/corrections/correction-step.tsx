import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { type Correction, type CorrectionStep, isCounted, replyWith } from '@mobilise/contracts/corrections';
import type { Item } from '@mobilise/contracts/items';
import { newId } from '@mobilise/contracts/new-id';
import { withPart } from '@mobilise/contracts/part-name';
import type { ChangeKind } from '@mobilise/contracts/post-changes';
import { sayInstant } from '@mobilise/contracts/time';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useChangePost } from '../posts/after/change-queries.ts';
import { ChangeRow } from '../posts/after/change-row.tsx';
import { removalWords, uneditable } from '../posts/after/change-words.ts';
import { EditOut } from '../posts/after/edit-out.tsx';
import { countContent } from '../posts/composing.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { TextArea } from '../ui/text-area.tsx';

interface StepProps {
  step: CorrectionStep;
  correction: Correction;
  item: Item;
  channels: readonly Channel[];
}

/** One channel of a correction: what is out there, what is to be done, and how that goes. */
export function CorrectionStepRow({ step, ...about }: StepProps) {
  const { slug, zone } = useWorkspace();
  const mayCorrect = useCan('posts.correct');
  const [isAgain, setAgain] = useState(false);
  const { channelKind, channelName, content, remoteUrl, postId, publishedAt, revision, state, change } = step;
  const name = nameOf(step);
  return (
    <section aria-label={name} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="flex items-center gap-2 font-semibold">
          <ChannelMark kind={channelKind} isNamed />
          {name}
        </h3>
        <p className="figures grow text-small text-ink-soft">
          {sayInstant(publishedAt, zone)}, carries revision {revision}
        </p>
        <Link to={`/w/${slug}/posts/${postId}` as string} className="text-link text-small">
          See the post<span className="sr-only"> on {name}</span>
        </Link>
        {remoteUrl && state === 'published' && (
          <a href={remoteUrl} target="_blank" rel="noopener" className="flex items-center gap-1 text-link text-small">
            Open on {channelName} <ExternalLink aria-hidden className="size-3.5" />
          </a>
        )}
      </div>
      {(content.part !== undefined || content.thread) && (
        <p className="line-clamp-3 max-w-prose whitespace-pre-wrap wrap-anywhere border-l-2 border-line pl-3">
          {content.text || 'No words.'}
        </p>
      )}
      {!isCounted(step) && (
        <p className="text-small text-ink-soft">It went out later, with newer words. Nothing has to be done here.</p>
      )}
      {change && !isAgain ? (
        <>
          <ChangeRow change={change} />
          {mayCorrect && state === 'published' && change.state !== 'doing' && (
            <div>
              <Button size="small" look="quiet" onPress={() => setAgain(true)}>
                Do something else…<span className="sr-only"> on {name}</span>
              </Button>
            </div>
          )}
        </>
      ) : mayCorrect ? (
        <Choice step={step} {...about} onDone={() => setAgain(false)} />
      ) : (
        <NoPermission action="posts.correct" what="What is done here is a lead’s to confirm." />
      )}
    </section>
  );
}

/** The channel, and which part of a thread it is. */
const nameOf = ({ channelKind, channelName, content: { part } }: CorrectionStep) =>
  withPart(channelName, { channelKind, part });

function Choice({ step, correction, item, channels, onDone }: StepProps & { onDone: () => void }) {
  const { channelKind, plans, content } = step;
  const { after } = channelKindOf(channelKind);
  const [plan, setPlan] = useState<ChangeKind>(plans[0] ?? 'leave');
  const words: Record<ChangeKind, { label: string; description?: string }> = {
    edit: {
      label: 'Edit it',
      ...(channelKind === 'newsroom' && {
        description: 'The page shows the approved revision, with your sentence and the date.',
      }),
    },
    reply: { label: 'Answer it with the correction', description: 'What is there stays as it is.' },
    remove: { label: 'Delete it', description: removalWords[channelKind] },
    leave: { label: 'Leave it as it is', description: 'For the record: nothing is done.' },
  };
  return (
    <div className="flex flex-col gap-3">
      {!after.edit && <p className="text-small text-ink-soft">{uneditable(channelKind)}</p>}
      <RadioGroup
        label={`What is done on ${nameOf(step)}`}
        hideLabel
        choices={plans.map((id) => ({ id, ...words[id] }))}
        value={plan}
        onChange={setPlan}
      />
      {plan === 'edit' ? (
        <EditOut
          post={{
            id: step.postId,
            version: step.postVersion,
            itemId: item.id,
            channelId: step.channelId,
            channelKind,
            content,
            revision: { number: step.revision },
          }}
          item={item}
          channels={channels}
          correctionId={correction.id}
          onDone={onDone}
        />
      ) : (
        <Confirmed key={plan} plan={plan} step={step} correction={correction} onDone={onDone} />
      )}
    </div>
  );
}

const verbs = { reply: 'Answer on', remove: 'Delete from', leave: 'Leave it on' } as const;

function Confirmed({
  plan,
  step,
  correction,
  onDone,
}: {
  plan: keyof typeof verbs;
  step: CorrectionStep;
  correction: Correction;
  onDone: () => void;
}) {
  const change = useChangePost();
  const [text, setText] = useState(replyWith(correction.statement));
  const counts = countContent(step.channelKind, { text, images: [], link: null });
  // The same for every try, so that none of them makes a second reply.
  const [id] = useState(() => newId());
  const base = { id, version: step.postVersion, correctionId: correction.id };
  const submit = () =>
    change.mutate(
      {
        post: step.postId,
        body: plan === 'reply' ? { ...base, kind: plan, text } : { ...base, kind: plan },
      },
      { onSuccess: onDone },
    );
  return (
    <div className="flex flex-col gap-3">
      {plan === 'reply' && (
        <TextArea
          label={`Reply on ${nameOf(step)}`}
          value={text}
          onChange={setText}
          maxLength={10_000}
          rows={3}
          {...(counts && counts.left < 0
            ? { error: `${-counts.left} characters too many` }
            : { description: counts ? `${counts.left} of ${counts.limit} characters left` : '' })}
        />
      )}
      <FormProblem error={change.error} />
      <div>
        <Button
          look={plan === 'remove' ? 'danger' : 'primary'}
          onPress={submit}
          isPending={change.isPending}
          isDisabled={plan === 'reply' && (text.trim() === '' || (counts !== null && counts.left < 0))}
        >
          {verbs[plan]} {nameOf(step)}
        </Button>
      </div>
    </div>
  );
}
