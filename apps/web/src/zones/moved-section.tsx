import { sayInstant } from '@mobilise/contracts/time';
import { listMoved, seeMoved } from '@mobilise/contracts/zones';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../call.ts';
import { sayZone } from '../scheduling/now.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/page-frame.tsx';
import { Table } from '../ui/table.tsx';

export const movedQuery = (workspaceId: string) => ({
  queryKey: ['posts', workspaceId, 'moved'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await call(listMoved, { params: { workspace: workspaceId }, signal })).data,
});

/** Posts whose moment moved because a government changed its clocks, until somebody has seen it. Nothing when there are none. */
export function MovedSection() {
  const { id: workspace, slug } = useWorkspace();
  const client = useQueryClient();
  const maySee = useCan('posts.schedule');
  const { data: moved = [] } = useQuery(movedQuery(workspace));
  const see = useMutation({
    mutationFn: () => call(seeMoved, { params: { workspace }, body: { posts: moved.map(({ postId }) => postId) } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['posts', workspace] }),
  });
  if (moved.length === 0) return null;
  return (
    <Section
      title="Moved by new clock data"
      description="A government changed its clocks. These keep the time on the wall that you planned, and go out at another moment. Nothing needs to be done."
      action={
        maySee && (
          <Button onPress={() => see.mutate()} isPending={see.isPending}>
            We have seen it
          </Button>
        )
      }
    >
      <Table
        caption="Moved by new clock data"
        rows={moved}
        rowKey={({ postId }) => postId}
        columns={[
          {
            title: 'Post',
            cell: ({ postId, title, channelName }) => (
              <span>
                <Link to={`/w/${slug}/posts/${postId}` as string} className="text-link">
                  {title}
                </Link>{' '}
                <span className="text-ink-soft">on {channelName}</span>
              </span>
            ),
          },
          {
            title: 'Planned for',
            className: 'figures',
            cell: ({ wallTime, zone }) => `${sayWhen(wallTime)} in ${sayZone(zone)}`,
          },
          {
            title: 'Moved',
            className: 'figures',
            cell: ({ movedFrom, dueAt }) => `from ${sayInstant(movedFrom, 'UTC')} to ${sayInstant(dueAt, 'UTC')} UTC`,
          },
        ]}
      />
    </Section>
  );
}
