import type { PostChange } from '@mobilise/contracts/post-changes';
import { ChangeRow } from '../posts/after/change-row.tsx';
import { Section } from '../ui/page-frame.tsx';

/** Edits and deletions of what is out that wait for somebody. */
export function WaitingChanges({ changes }: { changes: readonly PostChange[] }) {
  return (
    <Section
      title="Changes of what is out"
      description="They were refused, or need somebody to look. Until then what is out stays as it is."
    >
      <ul aria-label="Changes of what is out" className="flex flex-col border-t border-line-strong">
        {changes.map((change) => (
          <li key={change.id} className="border-b border-line py-3">
            <ChangeRow change={change} isNamed />
          </li>
        ))}
      </ul>
    </Section>
  );
}
