import { previewLetter, sendTestLetter } from '@mobilise/contracts/letters';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { showNotice } from '../ui/toast.tsx';

/** A letter as it will arrive: in HTML, in a frame that can do nothing, or as those read it who read plain text. */
export function LetterPreview({ channelId, itemId }: { channelId: string; itemId: string }) {
  const { id: workspace } = useWorkspace();
  const maySend = useCan('posts.schedule');
  const [isPlain, setPlain] = useState(false);
  const params = { workspace, channel: channelId };
  const letter = useQuery({
    queryKey: ['items', workspace, 'letter', channelId, itemId],
    queryFn: ({ signal }) => call(previewLetter, { params, query: { item: itemId }, signal }),
  });
  const test = useMutation({
    meta: { shown: true },
    mutationFn: () => call(sendTestLetter, { params, body: { item: itemId } }),
    onSuccess: ({ sentTo }) => showNotice({ text: `The mail server took it for ${sentTo}.` }),
  });
  if (letter.error) return <ErrorState error={letter.error} onRetry={() => void letter.refetch()} />;
  if (!letter.data) return <Skeleton className="h-96" />;
  const { subject, html, text, bytes, warnings } = letter.data;
  return (
    <section aria-label="Preview of the letter" className="flex max-w-2xl flex-col gap-3">
      <p className="wrap-anywhere">
        <span className="text-small text-ink-soft">Subject </span>
        <span className="font-semibold">{subject}</span>
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="border-l-2 border-wait py-0.5 pl-3">
          {warning}
        </p>
      ))}
      {isPlain ? (
        <pre className="rounded-base border border-line bg-sheet p-4 font-sans whitespace-pre-wrap wrap-anywhere">
          {text}
        </pre>
      ) : (
        // Nothing in it runs, sends or leads anywhere: not even links.
        <iframe
          title="The letter"
          sandbox=""
          srcDoc={html}
          className="h-120 w-full rounded-base border border-line bg-white"
        />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" onPress={() => setPlain(!isPlain)}>
          {isPlain ? 'Show it with pictures' : 'Show the plain text'}
        </Button>
        {maySend && (
          <Button size="small" icon={Send} isPending={test.isPending} onPress={() => test.mutate()}>
            Send me a test
          </Button>
        )}
        <span className="figures text-small text-ink-soft">{Math.ceil(bytes / 1000)} kB of text</span>
      </div>
      <FormProblem error={test.error} />
    </section>
  );
}
