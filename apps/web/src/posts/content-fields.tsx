import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { Image } from '@mobilise/contracts/image';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { RadioGroup } from '../ui/radio-group.tsx';
import { TextArea } from '../ui/text-area.tsx';
import type { Below, Counts } from './composing.ts';
import { ImageChoice } from './image-choice.tsx';
import { sayTextFor } from './post-words.ts';

interface ContentFieldsProps {
  kind: ChannelKindName;
  /** The channel’s name. */
  name: string;
  text: string;
  onText: (text: string) => void;
  /** Where the words come from, beside the label: "Same for all". */
  source?: ReactNode;
  below: Below;
  onBelow: (below: Below) => void;
  images: readonly Image[];
  onImages: (images: readonly Image[]) => void;
  offered: readonly Image[];
  /** The newsroom page a card can link to; null when there is none. */
  page: string | null;
  counts: Counts | null;
  /** What stands below the words: what is chosen here, what is out there already and stays, or never anything. */
  rest?: 'chosen' | 'kept' | 'none';
}

/** The words of a post with their live count, and what stands below them. */
export function ContentFields({
  kind,
  name,
  text,
  onText,
  source,
  below,
  onBelow,
  images,
  onImages,
  offered,
  page,
  counts,
  rest = 'chosen',
}: ContentFieldsProps) {
  const { label, limits, linkCard } = channelKindOf(kind);
  const max = limits.images?.max ?? 0;
  const choices = [
    ...(linkCard && page ? [{ id: 'link' as const, label: 'A card that links to the newsroom page' }] : []),
    ...(max > 0 ? [{ id: 'images' as const, label: max === 1 ? 'An image' : `Images, up to ${max}` }] : []),
    { id: 'nothing' as const, label: 'Nothing' },
  ];
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <TextArea label={sayTextFor(kind, name)} value={text} onChange={onText} rows={6} maxLength={10_000} />
        <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-small">
          {counts && <Count {...counts} />}
          {source}
        </div>
      </div>
      {rest === 'kept' && (
        <p className="text-ink-soft">{label} changes only the words of a post that is out; the rest stays.</p>
      )}
      {rest === 'chosen' && (
        <>
          <RadioGroup
            label="Below the words"
            choices={choices}
            value={below === 'link' && !page ? 'nothing' : below}
            onChange={onBelow}
          />
          {below === 'images' && <ImageChoice offered={offered} images={images} max={max} onChange={onImages} />}
        </>
      )}
      {counts && counts.problems.length > 0 && <Misfits problems={counts.problems} />}
    </div>
  );
}

/** How much of what a channel takes is used. */
export function Count({ used, limit, left }: Counts) {
  return (
    <p className={left < 0 ? 'figures font-semibold text-wrong' : 'figures text-ink-soft'}>
      {left < 0 ? `${-left} characters too many (${used} of ${limit})` : `${left} of ${limit} characters left`}
    </p>
  );
}

/** What a channel would refuse, as sentences. */
export function Misfits({ problems }: { problems: readonly string[] }) {
  return (
    <div role="status" className="flex gap-2 text-wrong">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <ul className="flex flex-col gap-0.5 font-medium">
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}
