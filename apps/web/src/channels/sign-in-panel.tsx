import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { connectOf } from '@mobilise/contracts/connecting';
import type { SignInWords } from '@mobilise/contracts/connecting/kind';
import { getSignIn, startAuthorisation } from '@mobilise/contracts/sign-in';
import type { SignInKind } from '@mobilise/contracts/sign-in-kinds';
import { useMutation, useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';

/** Connects, or reconnects, by signing in at the platform; or says what has to be done before anybody can. */
export function SignInPanel({ kind, channel }: { kind: SignInKind; channel?: Pick<Channel, 'id' | 'version'> }) {
  const { id: workspace } = useWorkspace();
  const { label } = channelKindOf(kind);
  const words = connectOf(kind).signIn;
  const status = useQuery({
    queryKey: ['sign-ins', workspace, kind],
    queryFn: ({ signal }) => call(getSignIn, { params: { workspace, kind }, signal }),
  });
  const start = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      call(startAuthorisation, {
        params: { workspace },
        body: { kind, ...(channel && { channel: { id: channel.id, version: channel.version } }) },
      }),
    onSuccess: ({ address }) => window.location.assign(address),
  });
  if (status.error) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data || !words) return <SkeletonRows rows={2} label={`Asking about ${label}`} />;
  if (!status.data.isSetUp) return <SetUp label={label} words={words} level={channel ? 4 : 2} {...status.data} />;
  return (
    <div className="flex max-w-prose flex-col gap-4">
      <p>
        You go to {label}, sign in there and allow Mobilise to post, and come back here
        {channel ? '.' : ` to choose the ${words.page}.`} {words.needs}
      </p>
      <p className="text-ink-soft">
        Your password stays with {label}. What it gives instead is stored encrypted and never shown; you can take it
        back there at any time.
      </p>
      <FormProblem error={start.error} named={[]} />
      <Button
        look="primary"
        icon={LogIn}
        onPress={() => start.mutate()}
        isPending={start.isPending || start.isSuccess}
        className="self-start"
      >
        Sign in at {label}
      </Button>
    </div>
  );
}

/** Nobody has registered this installation at the platform yet: how that is done, once for all its workspaces. */
function SetUp({
  label,
  words,
  level,
  redirectAddress,
  variables,
}: {
  label: string;
  words: SignInWords;
  /** Of its heading, below what it stands in. */
  level: 2 | 4;
  redirectAddress: string;
  variables: readonly string[];
}) {
  const { link, steps } = words.setUp;
  const Heading = `h${level}` as const;
  return (
    <section aria-labelledby="set-up" className="flex max-w-prose flex-col gap-4">
      <Heading id="set-up" className="text-lead font-semibold">
        First, register this installation at {label}
      </Heading>
      <p>
        {label} wants to know who asks. Whoever runs this installation does this once, for all its workspaces; then this
        page has a button to sign in.
      </p>
      <p>
        <a href={link.url} target="_blank" rel="noreferrer" className="text-link">
          {link.words}
        </a>{' '}
        (opens in a new tab)
      </p>
      <ol className="flex list-decimal flex-col gap-1 pl-5">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <CopyField label="Redirect address" value={redirectAddress} />
      <div className="flex flex-col gap-1">
        <span className="font-medium">Settings</span>
        <ul className="flex flex-col gap-1">
          {variables.map((name) => (
            <li key={name}>
              <code className="font-mono text-small break-all">{name}</code>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
