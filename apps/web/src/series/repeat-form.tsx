import type { ChannelKindName } from '@mobilise/contracts/channels';
import type { PostContent } from '@mobilise/contracts/post-content';
import { Problem } from '@mobilise/contracts/problems';
import { writeRule } from '@mobilise/contracts/recurrence';
import { type ReactNode, useState } from 'react';
import { useWallNow } from '../scheduling/now.ts';
import { useCan } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ComingDates } from './coming-dates.tsx';
import { type RuleDraft, recurrenceOf } from './rule-draft.ts';
import { RuleFields } from './rule-fields.tsx';
import { areReady, TextFields } from './text-fields.tsx';

/** What the fields come to, as the API takes it. */
export interface Plan {
  rule: string;
  startsOn: string;
  time: string;
  twice: 'earlier' | 'later';
  variants: PostContent[];
  override?: string;
}

interface RepeatFormProps {
  start: RuleDraft;
  zone: string;
  /** Whose texts are written here; null where there are several channels, each with its own. */
  texts: { kind: ChannelKindName; name: string; variants: readonly PostContent[] } | null;
  /** Stands between the dates and the texts. */
  children?: ReactNode;
  error: unknown;
  isPending: boolean;
  isDisabled?: boolean;
  submit: string;
  onSubmit: (plan: Plan) => void;
  onClose: () => void;
}

/** When posts recur, and with which words. */
export function RepeatForm({ start, zone, texts, error, ...props }: RepeatFormProps) {
  const now = useWallNow(zone);
  const mayOverride = useCan('posts.override');
  const [draft, setDraft] = useState(start);
  const [variants, setVariants] = useState<readonly PostContent[]>(texts?.variants ?? []);
  const [override, setOverride] = useState('');
  const recurrence = recurrenceOf(draft);
  const { startsOn, time } = draft;
  const isWhole =
    recurrence !== null && startsOn !== null && time !== null && (!texts || areReady(texts.kind, variants));
  const lacksAlternatives = error instanceof Problem && error.code === 'alternatives_missing';
  return (
    <Form
      error={error}
      onSubmit={() => {
        if (!recurrence || !startsOn || !time) return;
        props.onSubmit({
          rule: writeRule(recurrence),
          startsOn,
          time,
          twice: draft.twice,
          variants: [...variants],
          ...(override.trim() && { override: override.trim() }),
        });
      }}
      actions={
        <>
          <Button
            type="submit"
            look="primary"
            isPending={props.isPending}
            isDisabled={!isWhole || props.isDisabled === true}
          >
            {props.submit}
          </Button>
          <Button onPress={props.onClose}>Keep it as it is</Button>
        </>
      }
    >
      <RuleFields draft={draft} onChange={setDraft} zone={zone} min={earlierOf(now.slice(0, 10), start.startsOn)} />
      {recurrence && startsOn && time && (
        <ComingDates
          {...{ recurrence, startsOn, time, zone, now }}
          twice={draft.twice}
          onTwice={(twice) => setDraft({ ...draft, twice })}
        />
      )}
      {props.children}
      {texts && <TextFields kind={texts.kind} name={texts.name} variants={variants} onChange={setVariants} />}
      {lacksAlternatives && mayOverride && (
        <TextField
          label="Why it may go out without them"
          description="Kept with every post of the series."
          value={override}
          onChange={setOverride}
          maxLength={500}
        />
      )}
    </Form>
  );
}

const earlierOf = (one: string, other: string | null) => (other && other < one ? other : one);
