import type { Item } from '@mobilise/contracts/items';
import { memo, useDeferredValue } from 'react';
import { OpenCorrections } from '../corrections/open-corrections.tsx';
import { AboutSection } from './about-section.tsx';
import { AddressSection } from './address-section.tsx';
import { ApprovalSection } from './approval-section.tsx';
import { endedIn } from './ended.ts';
import { EndedSection } from './ended-section.tsx';
import { FilesSection } from './files-section.tsx';
import { HistorySection } from './history-section.tsx';
import { whatIsMissing } from './missing.ts';
import { MissingSection } from './missing-section.tsx';
import { PostsSection } from './posts-section.tsx';
import { TagsSection } from './tags-section.tsx';
import { useTimesOutside } from './use-times-outside.ts';

export interface ItemRailProps {
  item: Item;
  /** The content as it is written at this moment. */
  content: unknown;
  hasUnsaved: boolean;
  quiet: () => Promise<number>;
  settle: () => Promise<number>;
  /** The version that is looked at. */
  shown: number | undefined;
  canWrite: boolean;
}

/** Everything about an item, beside its words. */
export function ItemRail({ item, content, hasUnsaved, quiet, settle, shown, canWrite }: ItemRailProps) {
  const written = useDeferredValue(content);
  const ended = endedIn(item.kind, written, item.ended);
  const missing = whatIsMissing(item.kind, written);
  const outside = useTimesOutside(written);
  const canShow = canWrite && shown === undefined;
  return (
    <>
      {ended.length > 0 && <EndedSection ended={ended} isOut={(item.posts['published'] ?? 0) > 0} />}
      <OpenCorrections item={item} />
      {item.archivedAt === null && (
        <ApprovalSection
          item={item}
          hasUnsaved={hasUnsaved}
          settle={settle}
          hasEnded={ended.length > 0}
          lacks={missing.find(({ isItself }) => isItself)}
          outside={outside}
          canWrite={canShow}
        />
      )}
      <MissingSection kind={item.kind} missing={missing.filter(({ isItself }) => !isItself)} canWrite={canShow} />
      <Standing {...{ item, quiet, shown }} />
    </>
  );
}

/** What does not change with every letter that is typed. */
const Standing = memo(function Standing({ item, quiet, shown }: Pick<ItemRailProps, 'item' | 'quiet' | 'shown'>) {
  return (
    <>
      <FilesSection item={item} />
      <PostsSection item={item} />
      <AddressSection item={item} quiet={quiet} />
      <AboutSection item={item} quiet={quiet} />
      <TagsSection item={item} quiet={quiet} />
      <HistorySection itemId={item.id} shown={shown} />
    </>
  );
});
