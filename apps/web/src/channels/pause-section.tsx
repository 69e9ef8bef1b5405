import { type Channel, updateChannel } from '@mobilise/contracts/channels';
import type { PostCard } from '@mobilise/contracts/posts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Section } from '../ui/page-frame.tsx';
import { showNotice } from '../ui/toast.tsx';
import { showChange, waitingFor } from './channel-queries.ts';
import { sayPausing, sayPosts, sayReleasing } from './channel-words.ts';

/** Pauses a channel, or resumes it; what becomes of its posts is said before. */
export function PauseSection({ channel, posts }: { channel: Channel; posts: readonly PostCard[] | undefined }) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const isPaused = channel.state === 'paused';
  const change = useMutation({
    meta: { shown: true },
    mutationFn: (paused: boolean) =>
      call(updateChannel, {
        params: { workspace: workspaceId, channel: channel.id },
        body: { version: channel.version, paused },
      }),
    onSuccess: async (changed, paused) => {
      setAsking(false);
      const now =
        changed.scheduled === 0
          ? ''
          : ` ${sayPosts(changed.scheduled)} ${changed.scheduled === 1 ? 'is' : 'are'} scheduled on it.`;
      showNotice({ text: paused ? `${changed.name} is paused.` : `${changed.name} is resumed.${now}` });
      await showChange(client, workspaceId, changed);
    },
  });
  const words = isPaused ? sayReleasing(posts ? waitingFor(posts) : 0, channel.kind) : sayPausing(channel);
  return (
    <Section
      title={isPaused ? 'Resume' : 'Pause'}
      description={posts || !isPaused ? words : 'Counting the posts that wait …'}
    >
      <div>
        <Button icon={isPaused ? Play : Pause} onPress={() => setAsking(true)}>
          {isPaused ? 'Resume the channel' : 'Pause the channel'}
        </Button>
      </div>
      <Confirm
        title={isPaused ? `Resume ${channel.name}?` : `Pause ${channel.name}?`}
        isOpen={isAsking}
        onClose={() => {
          setAsking(false);
          change.reset();
        }}
        action={isPaused ? 'Resume the channel' : 'Pause the channel'}
        look="primary"
        onConfirm={() => change.mutate(!isPaused)}
        isPending={change.isPending}
        error={change.error}
      >
        {words}
      </Confirm>
    </Section>
  );
}
