import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { connectOf, reconnectBody, reconnectChannel } from '@mobilise/contracts/connecting';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { fieldErrors } from '../ui/form-problem.tsx';
import { showNotice } from '../ui/toast.tsx';
import { Asking } from './asking.tsx';
import { showChange } from './channel-queries.ts';
import { parsedOrProblem, sayReleasing } from './channel-words.ts';
import { ConnectFields, typedInto } from './connect-fields.tsx';
import { RefusalWords } from './refusal-words.tsx';

/** Replaces the credentials of the same account. */
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
  const { kind, version } = channel;
  const { label } = channelKindOf(kind);
  const reconnect = useMutation({
    meta: { shown: true },
    mutationFn: async (typed: Record<string, string>) =>
      call(reconnectChannel, {
        params: { workspace: workspaceId, channel: channel.id },
        body: parsedOrProblem(reconnectBody, { kind, version, ...typed }),
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
      onSubmit={(data) => reconnect.mutate(typedInto(kind, data))}
      actions={
        <Button type="submit" look="primary" isPending={reconnect.isPending}>
          Reconnect
        </Button>
      }
      className="max-w-xl"
    >
      {channel.state === 'needs_reconnect' && <p>{sayReleasing(waiting, kind)}</p>}
      <ConnectFields kind={kind} known={connectOf(kind).known(channel.config)} errors={fieldErrors(reconnect.error)} />
      {reconnect.isPending ? <Asking who={label} /> : <RefusalWords error={reconnect.error} />}
    </Form>
  );
}
