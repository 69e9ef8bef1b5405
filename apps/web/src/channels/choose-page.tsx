import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { connectOf } from '@mobilise/contracts/connecting';
import { connectAuthorised, getAuthorisation } from '@mobilise/contracts/sign-in';
import type { SignInKind } from '@mobilise/contracts/sign-in-kinds';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { fieldErrors } from '../ui/form-problem.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Asking } from './asking.tsx';
import { RefusalWords } from './refusal-words.tsx';

/** After signing in at a platform: which of the pages there becomes the channel. */
export function ChoosePage({
  kind,
  authorisation,
  onConnected,
}: {
  kind: SignInKind;
  authorisation: string;
  onConnected: (channel: Channel) => void;
}) {
  const { id: workspace, slug } = useWorkspace();
  const { label } = channelKindOf(kind);
  const word = connectOf(kind).signIn?.page ?? 'page';
  const [chosen, setChosen] = useState<string | null>(null);
  /** What was typed; until then the page's own name. */
  const [typed, setTyped] = useState<string | null>(null);
  const choice = useQuery({
    queryKey: ['authorisations', workspace, authorisation],
    queryFn: ({ signal }) => call(getAuthorisation, { params: { workspace, authorisation }, signal }),
  });
  const connect = useMutation({
    meta: { shown: true },
    mutationFn: (body: { page: string; name: string }) =>
      call(connectAuthorised, { params: { workspace, authorisation }, body }),
    onSuccess: onConnected,
  });
  const again = (
    <LinkButton to={`/w/${slug}/channels/connect` as string} search={{ kind } as never}>
      Sign in again
    </LinkButton>
  );
  if (choice.error)
    return (
      <div className="flex flex-col items-center">
        <ErrorState error={choice.error} />
        {again}
      </div>
    );
  if (!choice.data) return <SkeletonRows rows={3} label={`Loading your ${word}s`} />;
  const { pages } = choice.data;
  const free = pages.filter(({ connectedAs }) => connectedAs === null);
  const taken = pages.filter(({ connectedAs }) => connectedAs !== null);
  const page = free.find(({ id }) => id === chosen) ?? (free.length === 1 ? free[0] : undefined);
  const connectedAlready = taken.length > 0 && (
    <p className="max-w-prose text-ink-soft">
      Connected already: {taken.map(({ name, connectedAs }) => `${name}, as “${connectedAs}”`).join('; ')}.
    </p>
  );
  if (free.length === 0)
    return (
      <div className="flex flex-col items-start gap-4">
        <p>Every {word} that you look after is connected.</p>
        {connectedAlready}
        {again}
      </div>
    );
  return (
    <Form
      error={connect.error}
      onSubmit={(data) => page && connect.mutate({ page: page.id, name: textOf(data, 'name').trim() })}
      actions={
        <Button type="submit" look="primary" isPending={connect.isPending} isDisabled={!page}>
          {page ? `Connect ${page.name}` : `Choose a ${word} to connect`}
        </Button>
      }
    >
      <RadioGroup
        label={`Which ${word}?`}
        description={`You look after these at ${label}.`}
        name="page"
        value={page?.id ?? null}
        onChange={setChosen}
        isRequired
        choices={free.map(({ id, name, address }) => ({ id, label: name, description: address }))}
        error={fieldErrors(connect.error)['page']}
      />
      {connectedAlready}
      <TextField
        label="Name"
        name="name"
        value={typed ?? page?.name.slice(0, 80) ?? ''}
        onChange={setTyped}
        isRequired
        maxLength={80}
        description="What your team calls this channel."
      />
      {connect.isPending ? <Asking who={label} /> : <RefusalWords error={connect.error} />}
    </Form>
  );
}
