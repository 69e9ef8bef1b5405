import { type Action, type Role, whoCan } from '@mobilise/contracts/roles';
import { LockKeyhole } from 'lucide-react';

/** `an owner or a lead`. */
export function sayRoles(roles: readonly Role[]): string {
  const named = roles.map((role) => `${/^[aeio]/.test(role) ? 'an' : 'a'} ${role}`);
  return named.length < 2 ? (named[0] ?? 'nobody') : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}

/** `Ask an owner or a lead.` */
export function askWhom(action: Action): string {
  return `Ask ${sayRoles(whoCan(action))}.`;
}

/** In place of what a person's role does not allow: who does. */
export function NoPermission({ action, what }: { action: Action; what: string }) {
  return (
    <div className="flex max-w-prose items-start gap-3 border-l-2 border-line-strong py-1 pl-4">
      <LockKeyhole aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-soft" />
      <p>
        {what} {askWhom(action)}
      </p>
    </div>
  );
}
