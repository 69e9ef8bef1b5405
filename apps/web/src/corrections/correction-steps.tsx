import { type Correction, isCounted, isLeft } from '@mobilise/contracts/corrections';
import { kindWords } from '@mobilise/contracts/item-kinds';
import type { Item } from '@mobilise/contracts/items';
import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Section } from '../ui/page-frame.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { showNotice } from '../ui/toast.tsx';
import { correctionQuery } from './correction-queries.ts';
import { CorrectionStepRow } from './correction-step.tsx';
import { StatementForm } from './statement-form.tsx';

/** A correction under way: its sentence, the words that are right, and every channel with what is done there. */
export function CorrectionSteps({ id, item }: { id: string; item: Item }) {
  const { id: workspaceId } = useWorkspace();
  const correction = useQuery(correctionQuery(workspaceId, id));
  const channels = useQuery(channelsQuery(workspaceId));
  if (!correction.data) {
    return correction.error ? (
      <ErrorState error={correction.error} onRetry={() => void correction.refetch()} />
    ) : (
      <SkeletonRows />
    );
  }
  const { data } = correction;
  const counted = data.steps.filter(isCounted);
  const left = counted.filter(isLeft).length;
  return (
    <div className="flex flex-col gap-8">
      <Statement correction={data} item={item} />
      <RightWords correction={data} item={item} />
      <Section
        title="Where it is out"
        description={
          left === 0
            ? 'Everything is done.'
            : `${counted.length - left} of ${counted.length} done. Each is done when you confirm it.`
        }
      >
        <ul className="flex flex-col border-t border-line-strong">
          {data.steps.map((step) => (
            <li key={step.postId} className="border-b border-line py-4">
              <CorrectionStepRow step={step} correction={data} item={item} channels={channels.data ?? []} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

function Statement({ correction, item }: { correction: Correction; item: Item }) {
  const { zone } = useWorkspace();
  const mayCorrect = useCan('posts.correct');
  const [isEditing, setEditing] = useState(false);
  if (isEditing)
    return (
      <StatementForm
        item={item}
        known={correction}
        onClose={() => setEditing(false)}
        onSaved={() => {
          setEditing(false);
          showNotice({ text: 'Saved. The newsroom page shows it where it is corrected already.' });
        }}
      />
    );
  return (
    <Section
      title="What was wrong"
      action={
        mayCorrect && (
          <Button size="small" onPress={() => setEditing(true)}>
            Change the sentence…
          </Button>
        )
      }
    >
      <blockquote className="border-l-2 border-accent pl-4 text-lead wrap-anywhere">{correction.statement}</blockquote>
      <p className="figures text-small text-ink-soft">
        {correction.by}, {sayInstant(correction.createdAt, zone)}
      </p>
    </Section>
  );
}

/** What the edits bring, and what is missing before they can. */
function RightWords({ correction, item }: { correction: Correction; item: Item }) {
  const { slug } = useWorkspace();
  const { newestRevision, approvedRevision } = correction;
  const what = kindWords[item.kind].label.toLowerCase();
  const isApproved = approvedRevision === newestRevision;
  return (
    <Section title="The words that are right">
      <p>
        {approvedRevision === null
          ? `No revision of this ${what} is approved, so nothing can be edited to one. `
          : isApproved
            ? `Revision ${newestRevision}, the newest, is approved: what is edited shows it. `
            : `Revision ${approvedRevision} is approved: what is edited shows it. Revision ${newestRevision}, the newest, waits for approval. `}
        <Link to={`/w/${slug}/items/${item.id}` as string} className="text-link">
          {isApproved ? `Edit the ${what}` : `Read and approve the ${what}`}
        </Link>
      </p>
    </Section>
  );
}
