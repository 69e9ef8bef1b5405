import { ShieldCheck } from 'lucide-react';
import { Suspense, useState } from 'react';
import { lazy } from '../lazy.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/page-frame.tsx';

// The drawing of QR codes is loaded by those who set it up.
const TwoStepSetup = lazy(() => import('./two-step-setup.tsx'), 'TwoStepSetup');
const TwoStepChange = lazy(() => import('./two-step-change.tsx'), 'TwoStepChange');

export type Open = 'set up' | 'turn off' | 'new codes' | null;

/** Two-step sign-in: off, with the way to it; or on, with the ways to change it. */
export function TwoStepSection({ isOn }: { isOn: boolean }) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Section
      title="Two-step sign-in"
      description="Besides the password, signing in asks for a code that an app on your phone shows. A stolen password alone is then worth nothing."
    >
      <div className="flex flex-wrap items-center gap-3">
        {isOn ? (
          <>
            <Badge tone="done" icon={<ShieldCheck aria-hidden className="size-3.5" />}>
              On
            </Badge>
            <Button onPress={() => setOpen('new codes')}>Make new backup codes</Button>
            <Button look="danger" onPress={() => setOpen('turn off')}>
              Turn off
            </Button>
          </>
        ) : (
          <>
            <Badge>Off</Badge>
            <Button look="primary" onPress={() => setOpen('set up')}>
              Set up two-step sign-in
            </Button>
          </>
        )}
      </div>
      <Suspense>
        {open === 'set up' && <TwoStepSetup onClose={close} />}
        {(open === 'turn off' || open === 'new codes') && <TwoStepChange what={open} onClose={close} />}
      </Suspense>
    </Section>
  );
}
