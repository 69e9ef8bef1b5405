import type { Post } from '@mobilise/contracts/posts';
import { showNotice } from '../ui/toast.tsx';
import type { Ask } from './asking.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { DuplicateDialog } from './duplicate-dialog.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { QueueDialog } from './queue-dialog.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';

export interface AskDialogProps {
  ask: Ask;
  onClose: () => void;
  onScheduled?: ((posts: Post[], words: string) => void) | undefined;
}

const say = (_posts: Post[], text: string) => showNotice({ text });

/** The dialog of whatever is asked about posts. Load it lazily: nothing of it is needed before somebody asks. */
export function AskDialog({ ask, onClose, onScheduled = say }: AskDialogProps) {
  switch (ask.what) {
    case 'schedule':
    case 'place':
      return <ScheduleDialog ask={ask} onClose={onClose} onScheduled={onScheduled} />;
    case 'queue':
      return <QueueDialog ask={ask} onClose={onClose} onScheduled={onScheduled} />;
    case 'publish':
      return <PublishDialog ask={ask} onClose={onClose} />;
    case 'cancel':
      return <CancelDialog ask={ask} onClose={onClose} />;
    case 'duplicate':
      return <DuplicateDialog ask={ask} onClose={onClose} />;
  }
}
