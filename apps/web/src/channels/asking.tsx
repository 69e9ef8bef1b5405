import { useEffect } from 'react';
import { announce } from '../ui/announcer.tsx';
import { Progress } from '../ui/progress.tsx';

/** While the platform is asked: who is asked, and how long it may take. */
export function Asking({ who }: { who: string }) {
  const words = `Asking ${who}. It may take up to 20 seconds.`;
  useEffect(() => announce(words), [words]);
  return <Progress label={words} value={null} />;
}
