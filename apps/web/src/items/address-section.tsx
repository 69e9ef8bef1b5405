import type { Item } from '@mobilise/contracts/items';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { Meanwhile } from '../ui/meanwhile.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { useUpdateItem } from './about-section.tsx';
import { itemPostsQuery } from './item-queries.ts';

const howLong = {
  open: 'It can be changed until the page is public or a post that links to it is out.',
  archived: 'It can be changed once the item is brought back.',
  linked: 'It stays as it is: a post that links to it is or was out, and people have the link.',
  public: 'It stays as it is: the page is or was public, and people have linked to it.',
};

/** Where the public finds an item on the newsroom, or will, and until when that can be changed. */
export function AddressSection({ item, quiet }: { item: Item; quiet: () => Promise<number> }) {
  const { id: workspaceId } = useWorkspace();
  const mayWrite = useCan('items.write') && item.archivedAt === null;
  const posts = useQuery(itemPostsQuery(workspaceId, item.id));
  const channels = useQuery(channelsQuery(workspaceId));
  const [isChanging, setChanging] = useState(false);
  if (!posts.data || !channels.data) return null;
  const onSite = posts.data.filter(({ channelKind }) => channelKind === 'newsroom');
  const sites = channels.data.filter(
    ({ id, kind }) => kind === 'newsroom' && (onSite.length === 0 || onSite.some(({ channelId }) => channelId === id)),
  );
  const isThere = (channelId: string) =>
    onSite.some((post) => post.channelId === channelId && post.state === 'published');
  return (
    <RailSection
      title="Public address"
      action={
        mayWrite &&
        item.addressStays === null && (
          <Button size="small" look="quiet" onPress={() => setChanging(true)}>
            Change…<span className="sr-only"> the public address</span>
          </Button>
        )
      }
    >
      {sites.length === 0 ? (
        <p className="wrap-anywhere">…/{item.slug}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {sites.map(({ id, address }) => (
            <li key={id} className="wrap-anywhere">
              {isThere(id) ? (
                <a href={`${address}/${item.slug}`} target="_blank" rel="noopener" className="text-link">
                  {address}/{item.slug} <ExternalLink aria-hidden className="inline size-3.5" />
                </a>
              ) : (
                `${address}/${item.slug}`
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="text-small text-ink-soft">
        {howLong[item.addressStays ?? (item.archivedAt ? 'archived' : 'open')]}
      </p>
      {isChanging && <AddressDialog item={item} quiet={quiet} onClose={() => setChanging(false)} />}
    </RailSection>
  );
}

/** Asks for another address. While nobody wrote one it shows what the item has, which may follow its title meanwhile. */
function AddressDialog({ item, quiet, onClose }: { item: Item; quiet: () => Promise<number>; onClose: () => void }) {
  const update = useUpdateItem(item, quiet, { isShown: true });
  const [written, setWritten] = useState<{ slug: string; insteadOf: string } | null>(null);
  const isOvertaken = written !== null && written.insteadOf !== item.slug && !update.isPending;
  const submit = () => {
    if (isOvertaken) return;
    const slug = written?.slug.trim() ?? item.slug;
    if (slug === item.slug) return onClose();
    update.mutate(
      { slug },
      {
        onSuccess: ({ slug }) => {
          showNotice({ text: `The address ends in ‘${slug}’ now. It no longer follows the title.` });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title="Change the public address" isOpen onClose={onClose} size="narrow">
      <Form
        error={update.error}
        onSubmit={submit}
        actions={
          <>
            {!isOvertaken && (
              <Button type="submit" look="primary" isPending={update.isPending}>
                Change the address
              </Button>
            )}
            <Button onPress={onClose}>Keep it</Button>
          </>
        }
      >
        <TextField
          label="End of the address"
          name="slug"
          value={written?.slug ?? item.slug}
          onChange={(slug) => setWritten({ slug, insteadOf: written?.insteadOf ?? item.slug })}
          isRequired
          maxLength={80}
          autoFocus
          autoComplete="off"
          spellCheck="false"
          description="Small letters, digits and single hyphens. Once the page is public, or a post that links to it is out, it stays, because people have the link."
        />
        <Meanwhile
          theirs={isOvertaken ? [{ label: 'End of the address', value: item.slug }] : []}
          onGoOn={() => written && setWritten({ ...written, insteadOf: item.slug })}
        />
      </Form>
    </Dialog>
  );
}
