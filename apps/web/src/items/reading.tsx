import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { kindScreens } from './kind-screens.ts';
import type { Words } from './words.ts';

/** An item's words to read. */
export function Reading({
  kind,
  words: { title, summary, content },
  heading: Heading,
}: {
  kind: ItemKind;
  words: Words;
  heading: 'h1' | 'h3';
}) {
  const { Reading: Content } = kindScreens[kind];
  return (
    <article className="flex flex-col gap-4">
      <Heading className="text-page font-semibold tracking-tight wrap-anywhere">{title}</Heading>
      {summary && <p className="text-lead">{summary}</p>}
      <Content content={content} />
    </article>
  );
}
