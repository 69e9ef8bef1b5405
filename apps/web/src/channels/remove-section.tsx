import { type Channel, removeChannel } from '@mobilise/contracts/channels';
import { connectOf } from '@mobilise/contracts/connecting';
import type { PostCard } from '@mobilise/contracts/posts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { channelsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Section } from '../ui/page-frame.tsx';
import { showNotice } from '../ui/toast.tsx';
import { keptPosts, refreshChannels } from './channel-queries.ts';
import { sayPosts } from './channel-words.ts';

/** Removes a channel that nothing went out on and nobody would miss; for another it, or the server, says why it stays. */
export function RemoveSection({ channel, posts }: { channel: Channel; posts: readonly PostCard[] | undefined }) {
  const { id: workspaceId, slug } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    meta: { shown: true },
    mutationFn: () => call(removeChannel, { params: { workspace: workspaceId, channel: channel.id } }),
    onSuccess: async () => {
      showNotice({ text: `${channel.name} is removed.` });
      await navigate({ to: `/w/${slug}/channels` as string });
      client.setQueryData(channelsQuery(workspaceId).queryKey, (list) => list?.filter(({ id }) => id !== channel.id));
      await refreshChannels(client, workspaceId);
    },
  });
  if (!posts) return null;
  const kept = keptPosts(posts);
  const drafts = posts.length - kept;
  return (
    <Section
      title="Remove"
      description={
        kept > 0
          ? `This channel cannot be removed: ${sayPosts(kept)} on it ${kept === 1 ? 'is' : 'are'} published or under way, and ${kept === 1 ? 'stays' : 'stay'} on record. ${channel.state === 'paused' ? 'It is paused, so nothing goes out on it.' : 'Pause it instead.'}`
          : `Nothing has gone out on this channel, so it can be removed${channel.kind === 'email' ? ', unless people have subscribed to it or a series posts to it' : ', unless a series posts to it'}.`
      }
    >
      {kept === 0 && (
        <div>
          <Button look="danger" onPress={() => setAsking(true)}>
            Remove the channel
          </Button>
        </div>
      )}
      <Confirm
        title={`Remove ${channel.name}?`}
        isOpen={isAsking}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
        action="Remove the channel"
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
        error={remove.error}
      >
        {connectOf(channel.kind).removed}{' '}
        {drafts > 0 &&
          `${sayPosts(drafts)} that ${drafts === 1 ? 'is a draft or' : 'are drafts or'} cancelled ${drafts === 1 ? 'goes' : 'go'} with it.`}
      </Confirm>
    </Section>
  );
}
