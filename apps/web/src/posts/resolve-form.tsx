import { channelKindOf } from '@mobilise/contracts/channels';
import { type Post, resolvePost } from '@mobilise/contracts/posts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { usePostChange } from '../scheduling/post-change.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';

type Outcome = 'is_there' | 'send_again' | 'drop';

const verbs: Record<Outcome, string> = {
  is_there: 'Record that it is there',
  send_again: 'Send it again',
  drop: 'Drop it',
};

/** A person who looked at the channel says what became of the post. */
export function ResolveForm({ post }: { post: Post }) {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  const { addressed } = channelKindOf(post.channelKind);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const resolve = useMutation({
    meta: { shown: true },
    mutationFn: ({ outcome, url }: { outcome: Outcome; url: string }) => {
      const body =
        outcome === 'is_there'
          ? { outcome, version: post.version, ...(url && { url }) }
          : { outcome, version: post.version };
      return change(() => call(resolvePost, { params: { workspace, post: post.id }, body }));
    },
    onSuccess: (_post, { outcome }) =>
      showNotice({
        text: {
          is_there: 'Recorded as published.',
          send_again: 'It is being sent again.',
          drop: 'It is dropped, and stays on record.',
        }[outcome],
      }),
  });
  return (
    <Form
      error={resolve.error}
      onSubmit={(data) => outcome && resolve.mutate({ outcome, url: textOf(data, 'url').trim() })}
      actions={
        <Button type="submit" look="primary" isDisabled={!outcome} isPending={resolve.isPending}>
          {outcome ? verbs[outcome] : 'Choose what you found'}
        </Button>
      }
    >
      <RadioGroup
        label="What did you find on the channel?"
        value={outcome}
        onChange={setOutcome}
        choices={[
          {
            id: 'is_there',
            label: 'It is there',
            description: 'Where it is, is kept, and what it achieves is collected where the channel tells it.',
          },
          { id: 'send_again', label: 'It is not there, send it again', description: 'It goes out now.' },
          { id: 'drop', label: 'Drop it', description: 'It is not sent, and stays on record.' },
        ]}
      />
      {outcome === 'is_there' && (
        <TextField
          label={addressed ? 'Its address' : 'Its address, if it has one'}
          name="url"
          type="url"
          placeholder="https://"
          isRequired={addressed}
        />
      )}
    </Form>
  );
}
