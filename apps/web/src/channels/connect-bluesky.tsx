import { type Channel, connectChannel } from '@mobilise/contracts/channels';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { fieldErrors } from '../ui/form-problem.tsx';
import { TextField } from '../ui/text-field.tsx';
import { AppPasswordField } from './app-password-field.tsx';
import { AppPasswordHelp } from './app-password-help.tsx';
import { Asking, hostOf } from './asking.tsx';
import { withScheme } from './channel-words.ts';
import { RefusalWords } from './refusal-words.tsx';

const usual = 'https://bsky.social';

/** Signs in to a Bluesky account with an app password; the server asks the platform before it keeps anything. */
export function ConnectBluesky({ onConnected }: { onConnected: (channel: Channel) => void }) {
  const { id: workspaceId } = useWorkspace();
  const [service, setService] = useState(usual);
  const [isOther, setOther] = useState(false);
  const connect = useMutation({
    meta: { shown: true },
    mutationFn: (typed: { name: string; identifier: string; appPassword: string }) =>
      call(connectChannel, {
        params: { workspace: workspaceId },
        body: { kind: 'bluesky', service: withScheme(service) || usual, ...typed },
      }),
    onSuccess: onConnected,
    // What is wrong with the server's address must be seen beside it.
    onError: (error) => {
      if (fieldErrors(error)['service']) setOther(true);
    },
  });
  return (
    <Form
      error={connect.error}
      onSubmit={(data) =>
        connect.mutate({
          name: textOf(data, 'name'),
          identifier: textOf(data, 'identifier').trim(),
          appPassword: textOf(data, 'appPassword').trim(),
        })
      }
      actions={
        <Button type="submit" look="primary" isPending={connect.isPending}>
          Connect the account
        </Button>
      }
    >
      <TextField
        label="Name"
        name="name"
        defaultValue="Bluesky"
        isRequired
        maxLength={80}
        description="What your team calls this channel."
      />
      <TextField
        label="Handle"
        name="identifier"
        isRequired
        maxLength={253}
        autoFocus
        autoComplete="off"
        spellCheck="false"
        placeholder="riverside.bsky.social"
        description="The account’s whole name, with its dots."
      />
      <AppPasswordField />
      <AppPasswordHelp />
      <details open={isOther} onToggle={(event) => setOther(event.currentTarget.open)}>
        <summary className="w-fit cursor-default rounded-base font-medium pointer-coarse:py-3">Another server</summary>
        <TextField
          label="Service address"
          name="service"
          value={service}
          onChange={(typed) => {
            setService(typed);
          }}
          maxLength={300}
          inputMode="url"
          autoComplete="off"
          spellCheck="false"
          description="Only if your account is not on bsky.social: the server that holds it."
          className="pt-2"
        />
      </details>
      {connect.isPending ? (
        <Asking who={hostOf(withScheme(service) || usual)} />
      ) : (
        <RefusalWords error={connect.error} />
      )}
    </Form>
  );
}
