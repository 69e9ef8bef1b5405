import type { rankEngagement } from '@mobilise/contracts/engagement';
import type { RouteResponse } from '@mobilise/contracts/route';
import { CalendarDays } from 'lucide-react';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import type { EngagementSearch } from './engagement-search.ts';
import type { Period } from './period.ts';

type Total = RouteResponse<typeof rankEngagement>['total'];

/** An empty period: how to see something, or how to publish something. */
export function NothingPublished({
  search,
  period,
  before,
  onChange,
}: {
  search: EngagementSearch;
  period: Period;
  before: Total;
  onChange: (to: EngagementSearch) => void;
}) {
  const { slug } = useWorkspace();
  const maySchedule = useCan('posts.schedule');
  if (search.channel || search.kind) {
    return (
      <EmptyState
        drawing="curve"
        action={<Button onPress={() => onChange({ channel: undefined, kind: undefined })}>Show every post</Button>}
      >
        Other channels or kinds may have something to show.
      </EmptyState>
    );
  }
  if (before.posts > 0 && period.preset === 'this-month') {
    return (
      <EmptyState
        drawing="curve"
        action={<Button onPress={() => onChange({ period: 'last-month' })}>Show last month</Button>}
      >
        The month is young. Last month has something to show.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      drawing="curve"
      action={
        <LinkButton to={`/w/${slug}/calendar` as string} look="primary" icon={CalendarDays}>
          Open the calendar
        </LinkButton>
      }
    >
      {maySchedule
        ? 'Schedule a post. Five minutes after it is published the first numbers arrive here.'
        : 'Five minutes after a post is published its first numbers arrive here.'}
    </EmptyState>
  );
}
