import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { usePerson } from '../session.ts';
import { useSignOut } from '../sign-out.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Menu } from '../ui/menu.tsx';
import { useTheme } from '../ui/theme.ts';

/** Who is signed in: account, look, sign-out. */
export function AccountMenu() {
  const { name } = usePerson();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [theme, setTheme] = useTheme();
  return (
    <Menu
      label="You"
      placement="top start"
      trigger={
        <Button className="flex min-h-11 w-full items-center gap-2.5 rounded-base px-1.5 text-left hover:bg-hover data-pressed:bg-hover">
          <Avatar name={name} />
          <span className="min-w-0 grow truncate">{name}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
          <span className="sr-only">, your account</span>
        </Button>
      }
      items={[
        { label: 'Your account', icon: UserRound, onAction: () => void navigate({ to: '/account' }) },
        {
          section: 'Look',
          items: [
            {
              label: 'As this device',
              icon: Monitor,
              isCurrent: theme === 'system',
              onAction: () => setTheme('system'),
            },
            { label: 'Light', icon: Sun, isCurrent: theme === 'light', onAction: () => setTheme('light') },
            { label: 'Dark', icon: Moon, isCurrent: theme === 'dark', onAction: () => setTheme('dark') },
          ],
        },
        'line',
        { label: 'Sign out', icon: LogOut, onAction: () => signOut.mutate() },
      ]}
    />
  );
}
