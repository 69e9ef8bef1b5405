import { Problem } from '@mobilise/contracts/problems';
import { Navigate } from '@tanstack/react-router';
import { ArrowLeft, LogOut } from 'lucide-react';
import { useMe } from '../session.ts';
import { useSignOut } from '../sign-out.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { NameSection } from './name-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { TwoStepSection } from './two-step-section.tsx';

/** What belongs to a person rather than to a workspace. */
export function AccountPage() {
  const me = useMe();
  const signOut = useSignOut();
  if (me.error instanceof Problem && me.error.code === 'not_signed_in')
    return <Navigate to="/sign-in" search={{ next: '/account' }} replace />;
  if (me.isPending) return <SkeletonPage />;
  if (!me.data) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  return (
    <div className="min-h-dvh bg-paper">
      <header className="border-b border-line bg-sunk px-2 py-2 sm:px-4">
        <LinkButton to="/" look="quiet" icon={ArrowLeft}>
          Back to the desk
        </LinkButton>
      </header>
      <main>
        <Page width="reading" className="mx-auto gap-8">
          <PageHeader
            title="Your account"
            actions={
              <Button icon={LogOut} onPress={() => signOut.mutate()} isPending={signOut.isPending}>
                Sign out
              </Button>
            }
          >
            <p className="text-ink-soft">You sign in as {me.data.email}.</p>
          </PageHeader>
          <NameSection name={me.data.name} />
          <PasswordSection email={me.data.email} />
          <TwoStepSection isOn={me.data.twoFactor} />
          <SessionsSection />
        </Page>
      </main>
    </div>
  );
}
