import type { ReactNode } from 'react';

/** Leads to a field of the item's page, or to a part of it. */
export function FieldLink({ fieldId, children }: { fieldId: string; children: ReactNode }) {
  return (
    <a
      href={`#${fieldId}`}
      className="text-link"
      onClick={(event) => {
        event.preventDefault();
        const field = findField(fieldId);
        field?.scrollIntoView({ block: field.tagName === 'SECTION' ? 'start' : 'center' });
        field?.focus({ preventScroll: true });
      }}
    >
      {children}
    </a>
  );
}

/** The field of that id; one upload may be used twice in a story, and then the use without words is meant. */
function findField(fieldId: string): HTMLElement | null {
  const uses = [...document.querySelectorAll<HTMLTextAreaElement>(`[data-field="${fieldId}"] textarea`)];
  return document.getElementById(fieldId) ?? uses.find(({ value }) => !value.trim()) ?? uses[0] ?? null;
}
