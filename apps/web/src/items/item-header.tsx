import { kindWords } from '@mobilise/contracts/item-kinds';
import { type Item, removeItem } from '@mobilise/contracts/items';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Archive, ArchiveRestore, EllipsisVertical, MessageSquareWarning, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { showNotice } from '../ui/toast.tsx';
import { useUpdateItem } from './about-section.tsx';

/** The head of an item's page: where one is, where the words are (`status`), what can be done. */
export function ItemHeader({
  item,
  status,
  actions,
  quiet,
}: {
  item: Item;
  status?: ReactNode;
  actions?: ReactNode;
  quiet: () => Promise<number>;
}) {
  const { slug } = useWorkspace();
  const mayWrite = useCan('items.write');
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <nav aria-label="Where you are" className="flex min-w-0 items-center gap-1.5 text-ink-soft">
        <Link to={`/w/${slug}/items` as string} className="text-link">
          Items
        </Link>
        <span aria-hidden>/</span>
        <KindIcon kind={item.kind} />
        {kindWords[item.kind].label}
        {item.archivedAt && <Badge className="ml-1">Archived</Badge>}
      </nav>
      <div className="flex min-w-0 grow items-center justify-end gap-x-4 gap-y-2 max-sm:flex-wrap max-sm:justify-start">
        {status}
        <div className="flex items-center gap-1">
          {actions}
          {mayWrite && <ItemMenu item={item} quiet={quiet} />}
        </div>
      </div>
    </header>
  );
}

function ItemMenu({ item, quiet }: { item: Item; quiet: () => Promise<number> }) {
  const { id: workspaceId, slug } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isRemoving, setRemoving] = useState(false);
  const update = useUpdateItem(item, quiet);
  const mayCorrect = useCan('posts.correct');
  const what = kindWords[item.kind].label.toLowerCase();
  const remove = useMutation({
    meta: { shown: true },
    mutationFn: () => call(removeItem, { params: { workspace: workspaceId, item: item.id } }),
    onSuccess: async () => {
      showNotice({ text: `‘${item.title}’ is removed.` });
      await navigate({ to: `/w/${slug}/items` as string });
      await client.invalidateQueries({ queryKey: ['items', workspaceId, 'list'] });
    },
  });
  const setArchived = (archived: boolean) =>
    update.mutate(
      { archived },
      {
        onSuccess: () =>
          showNotice({
            text: archived ? 'It is archived. It can be brought back from here.' : 'It is back among the items.',
          }),
      },
    );
  return (
    <>
      <Menu
        label="More"
        placement="bottom end"
        trigger={<IconButton label="More" icon={EllipsisVertical} isDisabled={update.isPending} />}
        items={[
          ...(mayCorrect && (item.posts['published'] ?? 0) > 0
            ? ([
                {
                  label: 'Correct what is out…',
                  icon: MessageSquareWarning,
                  onAction: () => void navigate({ to: `/w/${slug}/items/${item.id}/correct` as string }),
                },
                'line',
              ] as const)
            : []),
          item.archivedAt
            ? { label: 'Bring it back', icon: ArchiveRestore, onAction: () => setArchived(false) }
            : {
                label: 'Archive',
                icon: Archive,
                description: 'Keeps it, out of the way',
                onAction: () => setArchived(true),
              },
          'line',
          { label: 'Remove…', icon: Trash2, look: 'danger', onAction: () => setRemoving(true) },
        ]}
      />
      <Confirm
        title={`Remove ‘${item.title}’?`}
        isOpen={isRemoving}
        onClose={() => {
          setRemoving(false);
          remove.reset();
        }}
        action={`Remove the ${what}`}
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
        error={remove.error}
      >
        All its revisions go, and this cannot be undone. Only what was never posted can be removed; anything else can be
        archived.
      </Confirm>
    </>
  );
}
