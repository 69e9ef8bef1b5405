import {
  createPost,
  type getCalendar,
  type Post,
  type PostCard,
  postCard,
  publishNow,
  schedulePost,
  unschedulePost,
  updatePost,
} from '@mobilise/contracts/posts';
import type { RouteResponse } from '@mobilise/contracts/route';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import type { PostCalls } from './send-one.ts';

export type CalendarPage = RouteResponse<typeof getCalendar>;

export const calendarKey = (workspaceId: string) => ['posts', workspaceId, 'calendar'] as const;
export const postKey = (workspaceId: string, postId: string) => ['posts', workspaceId, 'one', postId] as const;

/**
 * Runs a change of one post and shows its answer wherever the post is shown. Throws the server's Problem; whoever calls
 * shows it. What the page showed may be what was wrong, so after a refusal it is fetched again.
 */
export function usePostChange(): (run: () => Promise<Post>) => Promise<Post> {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    meta: { shown: true },
    mutationFn: (run: () => Promise<Post>) => run(),
    onSuccess: (post) => keepPost(client, id, post),
    onSettled: () => {
      // Not awaited: the answer itself is shown already.
      void client.invalidateQueries({ queryKey: ['posts', id] });
      void client.invalidateQueries({ queryKey: ['items', id] });
    },
  });
  return mutateAsync;
}

/** The changes that making and sending a post take, each shown as `usePostChange` does. */
export function usePostCalls(): Omit<PostCalls, 'queue'> {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  return {
    make: (body) => change(() => call(createPost, { params: { workspace }, body })),
    write: ({ id: post, version }, content) =>
      change(() => call(updatePost, { params: { workspace, post }, body: { version, content } })),
    schedule: ({ id: post, version }, when) =>
      change(() => call(schedulePost, { params: { workspace, post }, body: { version, ...when } })),
    publish: ({ id: post, version }, override) =>
      change(() => call(publishNow, { params: { workspace, post }, body: { version, ...(override && { override }) } })),
    unschedule: ({ id: post, version }) =>
      change(() => call(unschedulePost, { params: { workspace, post }, body: { version } })),
  };
}

/** Puts the server's answer where the calendar and the post's page read it. */
function keepPost(client: QueryClient, workspaceId: string, post: Post): void {
  client.setQueryData(postKey(workspaceId, post.id), post);
  const card = postCard.parse(post);
  client.setQueriesData<CalendarPage>({ queryKey: calendarKey(workspaceId) }, (page) => page && withCard(page, card));
}

function withCard(page: CalendarPage, card: PostCard): CalendarPage {
  if (!page.data.some(({ id }) => id === card.id)) return page;
  return { ...page, data: page.data.map((one) => (one.id === card.id ? card : one)) };
}
