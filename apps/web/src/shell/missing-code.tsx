import { RotateCw } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { forgetFaults } from '../lazy.ts';
import { useTitle } from '../title.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';

type Cause = 'looking' | 'offline' | 'away' | 'outdated';

interface MissingCodeProps {
  error: unknown;
  /** Shows again what could not be shown. */
  onRetry: () => void;
}

/**
 * In place of a screen whose code could not be fetched. Without a connection one stays here, for what was typed elsewhere is
 * still being saved; once there is one, the screen comes by itself. After an update the page is loaded again, once.
 */
export function MissingCode({ error, onRetry }: MissingCodeProps) {
  const [cause, setCause] = useState<Cause>('looking');
  useTitle(cause === 'offline' ? 'You are offline' : 'This screen is not here yet');
  const retry = useCallback(() => {
    forgetFaults();
    onRetry();
  }, [onRetry]);
  useEffect(() => {
    let isHere = true;
    void causeOf(error).then((found) => isHere && setCause(found));
    window.addEventListener('online', retry);
    return () => {
      isHere = false;
      window.removeEventListener('online', retry);
      forgetFaults();
    };
  }, [error, retry]);
  if (cause === 'looking') return <SkeletonPage />;
  if (cause === 'outdated') {
    return (
      <Words button="Reload the page" onPress={() => window.location.reload()}>
        Mobilise was updated while this page was open.
      </Words>
    );
  }
  return (
    <Words button="Try again" onPress={retry}>
      {cause === 'offline'
        ? 'You are offline, and this screen was not open before. It comes by itself when you are connected.'
        : 'Mobilise cannot be reached at this moment, and this screen was not open before. Try again in a minute.'}
    </Words>
  );
}

function Words({ button, onPress, children }: { button: string; onPress: () => void; children: string }) {
  return (
    <div role="alert">
      <h1 className="sr-only">This screen is not here yet</h1>
      <EmptyState
        drawing="unplugged"
        action={
          <Button look="primary" icon={RotateCw} onPress={onPress}>
            {button}
          </Button>
        }
      >
        {children}
      </EmptyState>
    </div>
  );
}

/** Why code is not there. A server that answers has been updated: the page is loaded again, unless that was of no use. */
async function causeOf(error: unknown): Promise<Cause> {
  if (!navigator.onLine) return 'offline';
  const isThere = await fetch('/icon.svg', { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isThere) return navigator.onLine ? 'away' : 'offline';
  const key = `reloaded for ${String(error)}`;
  if (sessionStorage.getItem(key)) return 'outdated';
  sessionStorage.setItem(key, 'yes');
  window.location.reload();
  return 'looking';
}
