import { type Action, type Role, whoCan } from '@mobilise/contracts/roles';
import { LockKeyhole } from 'lucide-react';

/** `an owner or a lead`. */
export function sayRoles(roles: readonly Role[]): string {
  const named = roles.map((role) => `${/^[aeio]/.test(role) ? 'an' : 'a'} ${role}`);
  return named.length < 2 ? (named[0] ?? 'nobody') : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}

/** `Ask an owner or a lead.`; `instead` is what they can do themselves: `, or upload it again`. */
export function askWhom(action: Action, instead = ''): string {
  return `Ask ${sayRoles(whoCan(action))}${instead}.`;
}

/** In place of what a person's role does not allow: who does. */
export function NoPermission({ action, what, instead }: { action: Action; what: string; instead?: string }) {
  return (
    <div className="flex max-w-prose items-start gap-3 border-l-2 border-line-strong py-1 pl-4">
      <LockKeyhole aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-soft" />
      <p>
        {what} {askWhom(action, instead)}
      </p>
    </div>
  );
}
