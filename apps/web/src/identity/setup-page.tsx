import { Problem } from '@mobilise/contracts/problems';
import { checkSetup, setup } from '@mobilise/contracts/team';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../call.ts';
import { Button } from '../ui/button.tsx';
import { ColourField } from '../ui/colour-field.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ownZone, ZoneField } from '../ui/zone-field.tsx';
import { useEnter } from './enter.ts';
import { IdentityFrame } from './frame.tsx';

/** The first page anybody sees: makes the owner and their workspace. */
export function SetupPage() {
  const { token } = useSearch({ from: '/setup' });
  const [zone, setZone] = useState(ownZone);
  const [colour, setColour] = useState('#0f766e');
  const enter = useEnter();
  const link = useQuery({
    queryKey: ['setup-link', token],
    queryFn: ({ signal }) => call(checkSetup, { body: { token }, signal }),
    enabled: Boolean(token),
    // Once it is used it counts no more, and whoever used it is on their way in.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const start = useMutation({
    meta: { shown: true },
    mutationFn: async (data: FormData) => {
      const { workspaceId } = await call(setup, {
        body: {
          token,
          name: textOf(data, 'name'),
          email: textOf(data, 'email'),
          password: textOf(data, 'password'),
          workspace: { name: textOf(data, 'workspace.name'), zone, colour },
        },
      });
      await enter({ workspaceId });
    },
  });
  if (!token) {
    return (
      <IdentityFrame title="This set-up link is not complete">
        <p>Copy the whole line that Mobilise printed when it started; it ends with a long token.</p>
        <LinkButton to="/" className="self-start">
          Go to the start
        </LinkButton>
      </IdentityFrame>
    );
  }
  if (link.error instanceof Problem && link.error.code === 'gone') {
    return (
      <IdentityFrame title="This set-up link does not work">
        <p>{link.error.message}</p>
        <LinkButton to="/" className="self-start">
          Go to the start
        </LinkButton>
      </IdentityFrame>
    );
  }
  if (link.error) return <ErrorState error={link.error} onRetry={() => void link.refetch()} />;
  if (!link.data) return <SkeletonPage />;
  return (
    <IdentityFrame title="Set up Mobilise">
      <Form
        error={start.error}
        onSubmit={(data) => start.mutate(data)}
        className="gap-5"
        actions={
          <Button type="submit" look="primary" isPending={start.isPending}>
            Create the workspace
          </Button>
        }
      >
        <fieldset className="flex flex-col gap-4">
          <legend className="pb-3 text-lead font-semibold">You, the first owner</legend>
          <TextField label="Your name" name="name" autoComplete="name" isRequired maxLength={80} />
          <TextField label="E-mail address" name="email" type="email" autoComplete="username" isRequired />
          <PasswordField label="Password" name="password" isNew isRequired />
        </fieldset>
        <fieldset className="flex flex-col gap-4 border-t border-line pt-5">
          <legend className="float-left text-lead font-semibold">Your team</legend>
          <TextField
            label="Name of the team"
            name="workspace.name"
            description="As your public knows it; it heads your newsroom site."
            isRequired
            maxLength={80}
          />
          <ZoneField
            label="Time zone"
            description="Posts are planned by this clock, wherever a member is."
            value={zone}
            onChange={setZone}
          />
          <ColourField label="Colour" value={colour} onChange={setColour} />
        </fieldset>
      </Form>
    </IdentityFrame>
  );
}
