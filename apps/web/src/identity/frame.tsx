import type { ReactNode } from 'react';
import { useTitle } from '../title.ts';

/** Around the pages before the desk: the name of the house, one heading, one thing to do. */
export function IdentityFrame({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <div className="grid min-h-dvh place-items-center bg-sheet sm:bg-sunk sm:p-6">
      <main className="flex min-h-dvh w-full max-w-lg flex-col gap-6 border-line bg-sheet px-5 py-8 sm:min-h-0 sm:rounded-base sm:border sm:px-10 sm:py-10">
        <p className="flex items-center gap-2.5 border-b border-line pb-5 text-lead font-semibold tracking-tight">
          <img src="/icon.svg" alt="" width="28" height="28" />
          Mobilise
        </p>
        <h1 className="text-page font-semibold tracking-tight">{title}</h1>
        {children}
      </main>
    </div>
  );
}
