import { changePost, decideChange, listChanges, type PostChange, underWay } from '@mobilise/contracts/post-changes';
import type { RouteInput } from '@mobilise/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../call.ts';
import { useWorkspace } from '../../session.ts';

/** Milliseconds between looks at what ends by itself, in case the live stream is late. */
const soon = 5000;

/** Whether something of these changes ends without anybody doing anything. */
export const isMoving = (changes: readonly (PostChange | null)[]): boolean =>
  changes.some((change) => change && (underWay.includes(change.state) || change.reply?.state === 'sending'));

/** What was done about a post that is out, or, for everybody, what waits for somebody. */
export const changesQuery = (workspaceId: string, query: { post: string } | { attention: true }) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'changes', query],
    queryFn: async ({ signal }) => {
      const asked = 'post' in query ? query : { attention: 'true' as const };
      return (await call(listChanges, { params: { workspace: workspaceId }, query: asked, signal })).data;
    },
    refetchInterval: ({ state }) => (isMoving(state.data ?? []) ? soon : false),
  });

export type ChangeBody = RouteInput<typeof changePost>['body'];

/** Asks for a change of a post that is out. Throws the server's Problem; whoever calls shows it. */
export function useChangePost() {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    meta: { shown: true },
    mutationFn: ({ post, body }: { post: string; body: ChangeBody }) =>
      call(changePost, { params: { workspace, post }, body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['posts', workspace] }),
  });
}

/** Decides about a change that waits for somebody. */
export function useDecide({ id, version }: Pick<PostChange, 'id' | 'version'>) {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    meta: { shown: true },
    mutationFn: (decision: RouteInput<typeof decideChange>['body']['decision']) =>
      call(decideChange, { params: { workspace, change: id }, body: { version, decision } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['posts', workspace] }),
  });
}
