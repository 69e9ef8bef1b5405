import { useContext, useEffect } from 'react';
import { DeskContext } from './session.ts';
import { announce } from './ui/announcer.tsx';

let spoken: string | undefined;

/** Titles the document `Calendar – Riverside Hospice – Mobilise`, and says it aloud when a person comes to another page. */
export function useTitle(title: string): void {
  const place = useContext(DeskContext)?.workspace.name;
  useEffect(() => {
    document.title = [title, place, 'Mobilise'].filter(Boolean).join(' – ');
    // The first page is read by the screen reader itself.
    if (spoken !== undefined && spoken !== title) announce(title);
    spoken = title;
  }, [title, place]);
}
