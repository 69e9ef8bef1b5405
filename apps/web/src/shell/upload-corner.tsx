import { Suspense, useState } from 'react';
import { lazy } from '../lazy.ts';
import { hasUnfinished, useUploadList } from '../media/upload-store.ts';
import { usePerson, useWorkspace } from '../session.ts';

const UploadTray = lazy(() => import('../media/upload-tray.tsx'), 'UploadTray');

/** The corner for uploads; its code is loaded once there is one, or one was left unfinished before. */
export function UploadCorner() {
  const uploads = useUploadList();
  const { id: workspaceId } = useWorkspace();
  const { id: userId } = usePerson();
  const [wasLeft] = useState(() => hasUnfinished({ workspaceId, userId }));
  return <Suspense>{(wasLeft || uploads.length > 0) && <UploadTray />}</Suspense>;
}
