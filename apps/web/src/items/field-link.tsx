import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';

/** Leads to a field of the item's page, or to a part of it. */
export function FieldLink({ fieldId, children }: { fieldId: string; children: ReactNode }) {
  return (
    <a
      href={`#${fieldId}`}
      className="text-link"
      onClick={(event) => {
        event.preventDefault();
        leadTo(fieldId);
      }}
    >
      {children}
    </a>
  );
}

/** Leads to the field that the address of the page names after its `#`; stands where the fields are there once it is. */
export function FieldOfAddress() {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash) leadTo(hash);
  }, [hash]);
  return null;
}

function leadTo(fieldId: string): void {
  const field = findField(fieldId);
  field?.scrollIntoView({ block: field.tagName === 'SECTION' ? 'start' : 'center' });
  field?.focus({ preventScroll: true });
}

/** The field of that id; one upload may be used twice in a story, and then the use without words is meant. */
function findField(fieldId: string): HTMLElement | null {
  const uses = [...document.querySelectorAll<HTMLTextAreaElement>(`[data-field="${CSS.escape(fieldId)}"] textarea`)];
  return document.getElementById(fieldId) ?? uses.find(({ value }) => !value.trim()) ?? uses[0] ?? null;
}
