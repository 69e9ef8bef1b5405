import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { PostContent } from '@mobilise/contracts/post-content';
import { Plus } from 'lucide-react';
import { countContent } from '../posts/composing.ts';
import { sayFollowing, sayTextFor } from '../posts/post-words.ts';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/text-area.tsx';

interface TextFieldsProps {
  kind: ChannelKindName;
  /** The channel’s name. */
  name: string;
  variants: readonly PostContent[];
  onChange: (variants: PostContent[]) => void;
}

/** The texts that take turns. What stands below them, pictures or a link, is the same for a new one as for the first. */
export function TextFields({ kind, name, variants, onChange }: TextFieldsProps) {
  const { label, refusesRepeats } = channelKindOf(kind);
  const write = (index: number, text: string) =>
    onChange(variants.map((variant, at) => (at === index ? { ...variant, text } : variant)));
  const [first] = variants;
  return (
    <section aria-label="Texts" className="flex flex-col gap-3">
      <p className="text-small text-ink-soft">
        {refusesRepeats
          ? `${label} refuses words that it was given within ${refusesRepeats.days} days: write several, and they take turns.`
          : 'Several texts take turns, so that people do not read the same again and again.'}
      </p>
      {variants.map((variant, index) => {
        const counts = countContent(kind, variant);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is known by its place
          <div key={index} className="flex flex-col gap-1">
            <TextArea
              label={variants.length > 1 ? `Text ${index + 1}` : sayTextFor(kind, name)}
              value={variant.text}
              onChange={(text) => write(index, text)}
              rows={3}
              maxLength={10_000}
              error={counts && counts.problems.length > 0 ? counts.problems.join(' ') : undefined}
            />
            <div className="flex items-baseline justify-between gap-3 text-small text-ink-soft">
              <span className="figures">
                {counts && `${counts.left} of ${counts.limit} characters left`}
                {variant.thread && ` · ${sayFollowing(kind, variant)}`}
              </span>
              {variants.length > 1 && (
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Leave out text ${index + 1}`}
                  onPress={() => onChange(variants.filter((_, at) => at !== index))}
                >
                  Leave out
                </Button>
              )}
            </div>
          </div>
        );
      })}
      {first && variants.length < 30 && (
        <Button
          size="small"
          icon={Plus}
          className="self-start"
          onPress={() => onChange([...variants, { text: '', images: first.images, link: first.link }])}
        >
          Add a text
        </Button>
      )}
    </section>
  );
}

/** Whether each of them can go out as it is, and says something else than the others. */
export function areReady(kind: ChannelKindName, variants: readonly PostContent[]): boolean {
  const texts = variants.map(({ text }) => text.trim());
  return (
    new Set(texts).size === texts.length &&
    variants.every((variant) => (countContent(kind, variant)?.problems.length ?? 0) === 0)
  );
}
