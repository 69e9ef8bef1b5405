import { can } from '@mobilise/contracts/roles';
import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { PressForm } from './press-form.tsx';

/** The hold switch, for those who may press it; for others, whom to call. */
export function PressDialog({ onClose }: { onClose: () => void }) {
  const mayHold = useCan('posts.hold');
  return (
    <Dialog title="Hold posts" isOpen onClose={onClose}>
      {mayHold ? <PressForm onClose={onClose} /> : <WhomToCall />}
    </Dialog>
  );
}

function WhomToCall() {
  const { id } = useWorkspace();
  const members = useQuery(membersQuery(id)).data ?? [];
  const those = members.filter(({ role }) => can(role, 'posts.hold'));
  return (
    <div className="flex flex-col gap-4">
      <NoPermission
        action="posts.hold"
        what="In an emergency everything, a channel, a campaign or a tag can be put on hold at once."
      />
      {those.length > 0 && (
        <ul aria-label="Who can" className="flex flex-col">
          {those.map(({ userId, name, email, role }) => (
            <li key={userId} className="flex flex-wrap gap-x-3 border-b border-line py-2 last:border-b-0">
              <span className="font-medium">{name}</span>
              <span className="text-ink-soft">{role}</span>
              <a href={`mailto:${email}`} className="text-link wrap-anywhere">
                {email}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
