import { useMutation, useQueryClient } from '@tanstack/react-query';
import { anything, askAuth } from '../auth.ts';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Section } from '../ui/page-frame.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showNotice } from '../ui/toast.tsx';

export function NameSection({ name }: { name: string }) {
  const client = useQueryClient();
  const save = useMutation({
    meta: { shown: true },
    mutationFn: (next: string) => askAuth('/update-user', anything, { name: next }),
    onSuccess: async () => {
      showNotice({ text: 'Your name is changed.' });
      await client.invalidateQueries();
    },
  });
  return (
    <Section title="Name">
      <Form
        error={save.error}
        onSubmit={(data) => save.mutate(textOf(data, 'name').trim())}
        className="max-w-md"
        actions={
          <Button type="submit" isPending={save.isPending}>
            Save the name
          </Button>
        }
      >
        <TextField
          label="Your name"
          name="name"
          defaultValue={name}
          autoComplete="name"
          isRequired
          maxLength={80}
          validate={(value) => (value.trim() ? null : 'Write your name')}
        />
      </Form>
    </Section>
  );
}
