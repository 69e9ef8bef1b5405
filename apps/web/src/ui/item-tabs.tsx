import { useWorkspace } from '../session.ts';
import { LinkTabs } from './link-tabs.tsx';

/** The lists of what the team makes. */
export function ItemTabs() {
  const { slug } = useWorkspace();
  return (
    <LinkTabs
      label="Items"
      tabs={[
        { to: `/w/${slug}/items`, title: 'All items' },
        { to: `/w/${slug}/items/campaigns`, title: 'Campaigns' },
        { to: `/w/${slug}/series`, title: 'Series' },
        { to: `/w/${slug}/shows`, title: 'Podcasts' },
      ]}
    />
  );
}
