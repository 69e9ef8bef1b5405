import { blueskyConfig, type Channel, reconnectChannel } from '@mobilise/contracts/channels';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { AppPasswordField } from './app-password-field.tsx';
import { AppPasswordHelp } from './app-password-help.tsx';
import { Asking, hostOf } from './asking.tsx';
import { showChange } from './channel-queries.ts';
import { sayReleasing } from './channel-words.ts';
import { RefusalWords } from './refusal-words.tsx';

/** Replaces the app password of the same account. */
export function ReconnectForm({
  channel,
  waiting,
  onDone,
}: {
  channel: Channel;
  /** Posts that wait for the channel. */
  waiting: number;
  onDone: () => void;
}) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const account = blueskyConfig.safeParse(channel.config).data;
  const reconnect = useMutation({
    meta: { shown: true },
    mutationFn: (typed: { identifier: string; appPassword: string }) =>
      call(reconnectChannel, {
        params: { workspace: workspaceId, channel: channel.id },
        body: { version: channel.version, ...typed },
      }),
    onSuccess: async (changed) => {
      showNotice({
        text:
          changed.state === 'paused'
            ? `${changed.name} is reconnected, and still paused.`
            : `${changed.name} is reconnected.`,
      });
      onDone();
      await showChange(client, workspaceId, changed);
    },
  });
  return (
    <Form
      error={reconnect.error}
      onSubmit={(data) =>
        reconnect.mutate({
          identifier: textOf(data, 'identifier').trim(),
          appPassword: textOf(data, 'appPassword').trim(),
        })
      }
      actions={
        <Button type="submit" look="primary" isPending={reconnect.isPending}>
          Reconnect
        </Button>
      }
      className="max-w-xl"
    >
      {channel.state === 'needs_reconnect' && <p>{sayReleasing(waiting, channel.kind)}</p>}
      <TextField
        label="Handle"
        name="identifier"
        defaultValue={account?.handle ?? ''}
        isRequired
        maxLength={253}
        autoComplete="off"
        spellCheck="false"
        description="The same account; its handle may have changed."
      />
      <AppPasswordField />
      <AppPasswordHelp />
      {reconnect.isPending ? <Asking who={hostOf(account?.service ?? '')} /> : <RefusalWords error={reconnect.error} />}
    </Form>
  );
}
