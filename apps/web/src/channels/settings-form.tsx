import { newsroomConfig } from '@mobilise/contracts/channel-kinds/newsroom';
import { type Channel, updateChannel } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Section } from '../ui/page-frame.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';
import { showChange } from './channel-queries.ts';
import { newsroomBase } from './channel-words.ts';
import { AddressField, AppearanceFields } from './newsroom-fields.tsx';

/** The name of a channel and, of a newsroom site, everything the public sees. */
export function SettingsForm({ channel }: { channel: Channel }) {
  // What the form began with. Health changes the version as well, so a newer one with the same settings is as good.
  const [seen, setSeen] = useState(channel);
  const [turn, setTurn] = useState(0);
  if (channel !== seen && settingsOf(channel) === settingsOf(seen)) setSeen(channel);
  const restart = () => {
    setSeen(channel);
    setTurn(turn + 1);
  };
  return (
    <Section title={channel.kind === 'newsroom' ? 'Settings of the site' : 'Settings'}>
      <Fields key={turn} seen={seen} onSaved={setSeen} onRestart={restart} />
    </Section>
  );
}

function Fields({
  seen,
  onSaved,
  onRestart,
}: {
  seen: Channel;
  onSaved: (channel: Channel) => void;
  onRestart: () => void;
}) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const site = seen.kind === 'newsroom' ? newsroomConfig.parse(seen.config) : null;
  const [slug, setSlug] = useState(site?.slug ?? '');
  const [colour, setColour] = useState(site?.colour ?? '');
  const save = useMutation({
    meta: { shown: true },
    mutationFn: ({ name, description }: { name: string; description: string }) =>
      call(updateChannel, {
        params: { workspace: workspaceId, channel: seen.id },
        body: { version: seen.version, name, ...(site && { newsroom: { slug, description, colour } }) },
      }),
    onSuccess: async (changed) => {
      showNotice({ text: `${changed.name} is changed.` });
      onSaved(changed);
      await showChange(client, workspaceId, changed);
    },
  });
  const isStale = save.error instanceof Problem && save.error.code === 'stale_version';
  return (
    <Form
      error={save.error}
      onSubmit={(data) =>
        save.mutate({ name: textOf(data, 'name'), description: textOf(data, 'newsroom.description') })
      }
      actions={
        <>
          <Button type="submit" look="primary" isPending={save.isPending}>
            Save the changes
          </Button>
          {isStale && <Button onPress={onRestart}>Show what it is now</Button>}
        </>
      }
      className="max-w-xl"
    >
      <TextField
        label="Name"
        name="name"
        defaultValue={seen.name}
        isRequired
        maxLength={80}
        description={site ? 'What stands at the head of the site.' : 'What your team calls this channel.'}
      />
      {site && (
        <>
          <AddressField
            name="newsroom.slug"
            base={newsroomBase([seen], window.location.origin)}
            value={slug}
            onChange={(typed) => {
              setSlug(typed);
            }}
            {...(slug !== site.slug && {
              note: `Links, feeds and podcast subscriptions at ${seen.address} will lead here. That address stays yours: you can take it back, and no other newsroom gets it.`,
            })}
          />
          <AppearanceFields prefix="newsroom." description={site.description} colour={colour} onColour={setColour} />
        </>
      )}
    </Form>
  );
}

/** What this form may change, to tell whether somebody else did. */
function settingsOf({ name, config }: Channel): string {
  return JSON.stringify([name, config]);
}
