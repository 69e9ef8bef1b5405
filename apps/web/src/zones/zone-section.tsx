import { Suspense, useState } from 'react';
import { lazy } from '../lazy.ts';
import { sayZone } from '../scheduling/now.ts';
import type { MyWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/page-frame.tsx';

const ZoneDialog = lazy(() => import('./zone-dialog.tsx'), 'ZoneDialog');

/** By which clock the workspace plans, and the way to another. */
export function ZoneSection({ workspace }: { workspace: MyWorkspace }) {
  const [isChanging, setChanging] = useState(false);
  return (
    <Section title="Time zone">
      <p>
        Posts are planned by the clock of <strong className="font-semibold">{sayZone(workspace.zone)}</strong>.
      </p>
      <Button className="self-start" onPress={() => setChanging(true)}>
        Change the time zone…
      </Button>
      <Suspense>{isChanging && <ZoneDialog workspace={workspace} onClose={() => setChanging(false)} />}</Suspense>
    </Section>
  );
}
