import { Problem } from '@mobilise/contracts/problems';
import { type ErrorComponentProps, Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isMissingCode } from '../lazy.ts';
import { useTitle } from '../title.ts';
import { Announcer } from '../ui/announcer.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { keepFocus } from '../ui/keep-focus.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Notices } from '../ui/toast.tsx';
import { MissingCode } from './missing-code.tsx';

/** Around every page: what is read aloud and what appears at the foot. */
export function Root() {
  useEffect(keepFocus, []);
  return (
    <>
      <Outlet />
      <Notices />
      <Announcer />
    </>
  );
}

/** A page that broke: the rest of the desk goes on. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return isMissingCode(error) ? <MissingCode error={error} onRetry={reset} /> : <Broken error={error} reset={reset} />;
}

/** The same where no shell is around it. */
export function PageErrorAlone(props: ErrorComponentProps) {
  return (
    <main>
      <PageError {...props} />
    </main>
  );
}

function Broken({ error, reset }: ErrorComponentProps) {
  useTitle('Something went wrong');
  const router = useRouter();
  useEffect(() => {
    if (!(error instanceof Problem)) console.error(error);
  }, [error]);
  return (
    <>
      <h1 className="sr-only">Something went wrong</h1>
      <ErrorState
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </>
  );
}

/** An address that names nothing. */
export function NotFound() {
  useTitle('Not found');
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        drawing="lost"
        action={
          <LinkButton to="/" look="primary">
            Go to the calendar
          </LinkButton>
        }
      >
        There is nothing at this address. It may have been removed, or the link is incomplete.
      </EmptyState>
    </>
  );
}

/** The same where no shell is around it. */
export function NotFoundAlone() {
  return (
    <main>
      <NotFound />
    </main>
  );
}
