import { useQuery } from '@tanstack/react-query';
import { FlaskConical, WifiOff } from 'lucide-react';
import { Suspense, useSyncExternalStore } from 'react';
import { lazy } from '../lazy.ts';
import { holdsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Banner } from '../ui/banner.tsx';
import { LinkButton } from '../ui/link-button.tsx';

/** Loaded with the first hold: most days have none. */
const HoldBanners = lazy(() => import('../holds/hold-banners.tsx'), 'HoldBanners');

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** What is true of the whole workspace just now and changes what one may expect of it. */
export function Banners() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const { id, sample, slug, role } = useWorkspace();
  const holds = useQuery(holdsQuery(id)).data ?? [];
  return (
    <>
      {/* The live region is there before it has something to say, or it would not be read. */}
      <div role="status">
        {!isOnline && (
          <Banner tone="bg-wait-soft" icon={<WifiOff aria-hidden className="size-4.5 shrink-0 text-wait" />}>
            You are offline. What you write is kept on this device.
          </Banner>
        )}
      </div>
      {holds.length > 0 && (
        <Suspense fallback={null}>
          <HoldBanners />
        </Suspense>
      )}
      {sample && (
        <aside aria-label="Sample workspace">
          <Banner tone="bg-accent-soft" icon={<FlaskConical aria-hidden className="size-4.5 shrink-0 text-accent" />}>
            <span className="grow">
              <span className="sm:hidden">A sample: nothing here is real.</span>
              <span className="max-sm:hidden">
                This is the sample workspace. Try anything; none of it is real and nothing leaves this installation.
              </span>
            </span>
            {role === 'owner' && (
              <LinkButton
                to="/w/$workspace/team/workspace"
                params={{ workspace: slug }}
                size="small"
                className="max-sm:h-8!"
              >
                Remove it
              </LinkButton>
            )}
          </Banner>
        </aside>
      )}
    </>
  );
}
