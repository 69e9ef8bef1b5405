import type { Channel } from '@mobilise/contracts/channels';
import { connectChannel } from '@mobilise/contracts/connecting';
import { slugify } from '@mobilise/contracts/fields';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { channelsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { newsroomBase } from './channel-words.ts';
import { AddressField, AppearanceFields } from './newsroom-fields.tsx';

/** A new public site of this installation. */
export function ConnectNewsroom({ onConnected }: { onConnected: (channel: Channel) => void }) {
  const workspace = useWorkspace();
  const channels = useQuery(channelsQuery(workspace.id));
  const [name, setName] = useState('');
  const [typedSlug, setTypedSlug] = useState<string | null>(null);
  const [colour, setColour] = useState(workspace.colour);
  // The address follows the name until somebody writes one.
  const slug = typedSlug ?? (name.trim() ? slugify(name) : '');
  const connect = useMutation({
    meta: { shown: true },
    mutationFn: (description: string) =>
      call(connectChannel, {
        params: { workspace: workspace.id },
        body: { kind: 'newsroom', name, slug, description, colour },
      }),
    onSuccess: onConnected,
  });
  return (
    <Form
      error={connect.error}
      onSubmit={(data) => connect.mutate(textOf(data, 'description'))}
      actions={
        <Button type="submit" look="primary" isPending={connect.isPending}>
          Open the newsroom site
        </Button>
      }
    >
      <TextField
        label="Name"
        name="name"
        value={name}
        onChange={(typed) => {
          setName(typed);
        }}
        isRequired
        maxLength={80}
        autoFocus
        description="What stands at the head of the site."
        placeholder={`${workspace.name} newsroom`}
      />
      <AddressField
        name="slug"
        base={newsroomBase(channels.data ?? [], window.location.origin)}
        value={slug}
        onChange={(typed) => {
          setTypedSlug(typed);
        }}
      />
      <AppearanceFields description="" colour={colour} onColour={setColour} />
    </Form>
  );
}
