import type { ListedCorrection } from '@mobilise/contracts/corrections';
import type { Item } from '@mobilise/contracts/items';
import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '../session.ts';
import type { ButtonLook } from '../ui/button-classes.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { correctionsQuery } from './correction-queries.ts';

/** The corrections of an item that are begun and not finished, beside its words: who approves what is right goes on from here. */
export function OpenCorrections({ item }: { item: Item }) {
  const { id: workspaceId } = useWorkspace();
  const isOut = (item.posts['published'] ?? 0) > 0;
  const corrections = useQuery({ ...correctionsQuery(workspaceId, item.id), enabled: isOut });
  const open = corrections.data?.filter(({ left }) => left.length > 0) ?? [];
  if (!isOut || open.length === 0) return null;
  return (
    <RailSection title={open.length === 1 ? 'A correction is not finished' : 'Corrections are not finished'}>
      <ul className="flex flex-col gap-3">
        {open.map((correction) => (
          <li key={correction.id} className="flex flex-col items-start gap-2">
            <p className="wrap-anywhere">
              {correction.statement} <span className="text-ink-soft">{sayLeft(correction)}</span>
            </p>
            <GoOn correction={correction} />
          </li>
        ))}
      </ul>
    </RailSection>
  );
}

/** `1 of 3 done. Left: Newsroom and Our mastodon.` */
export const sayLeft = ({ posts, left }: ListedCorrection): string =>
  `${posts - left.length} of ${posts} done. Left: ${new Intl.ListFormat('en-GB').format(left)}.`;

/** Opens a correction that is not finished. */
export function GoOn({
  correction: { id, itemId, statement },
  look,
}: {
  correction: ListedCorrection;
  look?: ButtonLook;
}) {
  const { slug } = useWorkspace();
  return (
    <LinkButton
      to={`/w/${slug}/items/${itemId}/correct` as string}
      search={{ correction: id } as never}
      size="small"
      {...(look && { look })}
    >
      Go on<span className="sr-only"> with the correction “{statement}”</span>
    </LinkButton>
  );
}
