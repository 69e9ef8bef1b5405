import { showNotice } from '../ui/toast.tsx';

/** Says that an edit held posts, with the way to approve. */
export function sayHeld(count: number): void {
  showNotice({
    text: count === 1 ? '1 scheduled post now waits for approval.' : `${count} scheduled posts now wait for approval.`,
    action: {
      label: 'Show approval',
      run: () => {
        const approval = document.getElementById('approval');
        approval?.scrollIntoView({ block: 'center' });
        approval?.focus({ preventScroll: true });
      },
    },
  });
}
