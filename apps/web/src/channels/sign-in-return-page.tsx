import { channelKindOf } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import { finishAuthorisation } from '@mobilise/contracts/sign-in';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { call } from '../call.ts';
import { IdentityFrame } from '../identity/frame.tsx';
import { lastWorkspace } from '../last-workspace.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Progress } from '../ui/progress.tsx';
import { showNotice } from '../ui/toast.tsx';
import { sayReturn } from './sign-in-return-words.ts';
import type { SignInReturn } from './sign-in-search.ts';

const arrivedByHand = {
  title: 'Nothing was connected',
  detail: 'Platforms send people to this page after they have signed in there.',
  isUnsure: false,
};

/**
 * Where platforms send people back to. A page and no answer of the API, because browsers keep the session's cookie from what
 * another site leads to: this page is ours, and asks with it.
 */
export function SignInReturnPage() {
  const {
    state = '',
    code,
    error: refused,
    error_description: errorDescription,
  } = useSearch({ strict: false }) as SignInReturn;
  const navigate = useNavigate();
  // The answer counts once, so it is asked for once, whatever draws this page again.
  const { data, error } = useQuery({
    queryKey: ['sign-in-return', state],
    queryFn: () =>
      call(finishAuthorisation, {
        body: {
          state,
          ...(code && { code }),
          ...(refused && { error: refused }),
          ...(errorDescription && { errorDescription }),
        },
      }),
    enabled: state !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  useEffect(() => {
    if (!data) return;
    const { workspace, kind, channel, authorisation, refusal } = data;
    const channels = `/w/${workspace}/channels`;
    if (refusal) showNotice({ text: `${refusal.message} ${refusal.advice}`, tone: 'wrong' });
    else if (channel) showNotice({ text: `${channel.name} is reconnected.` });
    void navigate({
      to: (channel ? `${channels}/${channel.id}` : `${channels}/connect`) as string,
      search: (channel ? {} : { kind, ...(authorisation && { authorisation }) }) as never,
      // Going back must not come here again, nor find the code in the history.
      replace: true,
    });
  }, [data, navigate]);
  if (state === '' || error) {
    const isSignedOut = error instanceof Problem && error.code === 'not_signed_in';
    const { title, detail, isUnsure } = error ? sayReturn(error) : arrivedByHand;
    // The sign-in was begun in the workspace that this browser had open last.
    const workspace = lastWorkspace();
    const channels = isUnsure && workspace ? `/w/${workspace}/channels` : null;
    return (
      <IdentityFrame title={title}>
        <p>{detail}</p>
        <LinkButton to={(isSignedOut ? '/sign-in' : (channels ?? '/')) as string} look="primary" className="self-start">
          {isSignedOut ? 'Sign in to Mobilise' : channels ? 'Look at the channels' : 'Open Mobilise'}
        </LinkButton>
      </IdentityFrame>
    );
  }
  const who = data ? channelKindOf(data.kind).label : 'the platform';
  return (
    <IdentityFrame title="One moment">
      <Progress label={`Asking ${who} what you may post to. It may take up to 20 seconds.`} value={null} />
    </IdentityFrame>
  );
}
