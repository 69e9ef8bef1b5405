import { Problem } from '@mobilise/contracts/problems';
import { type ErrorComponentProps, Outlet, useRouter } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useEffect } from 'react';
import { useTitle } from '../title.ts';
import { Announcer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Notices } from '../ui/toast.tsx';

/** Around every page: what is read aloud and what appears at the foot. */
export function Root() {
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
  useTitle('Something went wrong');
  const router = useRouter();
  // A server that was updated no longer has the files of the page that is open.
  const isOutdated = /dynamically imported module|importing a module script/i.test(String(error));
  useEffect(() => {
    if (!(error instanceof Problem)) console.error(error);
  }, [error]);
  if (isOutdated) {
    return (
      <EmptyState
        drawing="unplugged"
        action={
          <Button look="primary" icon={RotateCw} onPress={() => window.location.reload()}>
            Reload the page
          </Button>
        }
      >
        Mobilise was updated, or the connection dropped, while this page was open.
      </EmptyState>
    );
  }
  return (
    <ErrorState
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
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
