import { type Role, roleDescriptions, roles } from '@mobilise/contracts/roles';
import { Select } from '../ui/select.tsx';

const choices = roles.map((role) => ({ id: role, label: roleName(role), description: roleDescriptions[role] }));

/** `Owner` */
export function roleName(role: Role): string {
  return `${role.charAt(0).toUpperCase()}${role.slice(1)}`;
}

export function RoleSelect({
  label = 'Role',
  ...props
}: {
  label?: string;
  value: Role;
  onChange: (role: Role) => void;
  hideLabel?: boolean;
  size?: 'normal' | 'small';
  isDisabled?: boolean;
  name?: string;
  className?: string;
}) {
  return <Select {...props} label={label} choices={choices} />;
}
