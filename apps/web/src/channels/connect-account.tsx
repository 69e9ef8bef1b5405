import { type Channel, type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import { connectBody, connectChannel } from '@mobilise/contracts/connecting';
import { useMutation } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { fieldErrors } from '../ui/form-problem.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Asking } from './asking.tsx';
import { parsedOrProblem } from './channel-words.ts';
import { ConnectFields, typedInto } from './connect-fields.tsx';
import { RefusalWords } from './refusal-words.tsx';

/** Connects an account of a kind; the server asks the platform before it keeps anything. */
export function ConnectAccount({
  kind,
  onConnected,
}: {
  kind: ChannelKindName;
  onConnected: (channel: Channel) => void;
}) {
  const { id: workspace } = useWorkspace();
  const { label } = channelKindOf(kind);
  const connect = useMutation({
    meta: { shown: true },
    mutationFn: async (typed: Record<string, string>) =>
      call(connectChannel, { params: { workspace }, body: parsedOrProblem(connectBody, { kind, ...typed }) }),
    onSuccess: onConnected,
  });
  return (
    <Form
      error={connect.error}
      onSubmit={(data) => connect.mutate({ name: textOf(data, 'name'), ...typedInto(kind, data) })}
      actions={
        <Button type="submit" look="primary" isPending={connect.isPending}>
          Connect {label}
        </Button>
      }
    >
      <TextField
        label="Name"
        name="name"
        defaultValue={label}
        isRequired
        maxLength={80}
        description="What your team calls this channel."
      />
      <ConnectFields kind={kind} errors={fieldErrors(connect.error)} />
      {connect.isPending ? <Asking who={label} /> : <RefusalWords error={connect.error} />}
    </Form>
  );
}
