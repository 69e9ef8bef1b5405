import { Problem } from '@mobilise/contracts/problems';
import { roleDescriptions } from '@mobilise/contracts/roles';
import { acceptInvitation, getInvitation } from '@mobilise/contracts/team';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation, useParams } from '@tanstack/react-router';
import { call } from '../call.ts';
import { useMe } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useEnter } from './enter.ts';
import { IdentityFrame } from './frame.tsx';

/** Joins a workspace: somebody new gives name and password, somebody known signs in first. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitation/$token' });
  const { href } = useLocation();
  const enter = useEnter();
  const me = useMe();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(getInvitation, { params: { token }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const join = useMutation({
    meta: { shown: true },
    mutationFn: async (body: { name?: string; password?: string }) => {
      const { workspaceId } = await call(acceptInvitation, { params: { token }, body });
      await enter({ workspaceId });
    },
  });
  if (
    invitation.error instanceof Problem &&
    (invitation.error.code === 'gone' || invitation.error.code === 'not_found')
  ) {
    return (
      <IdentityFrame title="This invitation does not work any more">
        <p>{invitation.error.message}</p>
      </IdentityFrame>
    );
  }
  if (invitation.error) return <ErrorState error={invitation.error} onRetry={() => void invitation.refetch()} />;
  if (!invitation.data || me.isPending) return <SkeletonPage />;
  const { workspace, role, email, invitedBy, hasAccount } = invitation.data;
  const present = me.data?.email;
  return (
    <IdentityFrame title={`Join ${workspace}`}>
      <p>
        {invitedBy} invites you as <strong className="font-semibold">{role}</strong>. {roleDescriptions[role]}
      </p>
      {!hasAccount ? (
        <Form
          error={join.error}
          onSubmit={(data) => join.mutate({ name: textOf(data, 'name'), password: textOf(data, 'password') })}
          actions={
            <Button type="submit" look="primary" isPending={join.isPending}>
              Join {workspace}
            </Button>
          }
        >
          <TextField
            label="E-mail address"
            value={email}
            isReadOnly
            autoComplete="username"
            description="You will sign in with it."
          />
          <TextField label="Your name" name="name" autoComplete="name" isRequired maxLength={80} />
          <PasswordField label="Choose a password" name="password" isNew isRequired />
        </Form>
      ) : present === email ? (
        <Form
          error={join.error}
          onSubmit={() => join.mutate({})}
          actions={
            <Button type="submit" look="primary" isPending={join.isPending}>
              Join {workspace}
            </Button>
          }
        >
          <p>You are signed in as {email}.</p>
        </Form>
      ) : (
        <>
          <p>
            {email} has an account already.{' '}
            {present
              ? `You are signed in as ${present}; sign in with the other address to join.`
              : 'Sign in with it to join.'}
          </p>
          <LinkButton to="/sign-in" search={{ next: href }} look="primary" className="self-start">
            Sign in as {email}
          </LinkButton>
        </>
      )}
    </IdentityFrame>
  );
}
