import { Suspense, useEffect, useState } from 'react';
import { lazy } from '../lazy.ts';
import { hasUnfinished, uploadStore, useUploadsTo } from '../media/upload-store.ts';
import { usePerson, useWorkspace } from '../session.ts';

const UploadTray = lazy(() => import('../media/upload-tray.tsx'), 'UploadTray');

/** The corner for uploads; its code is loaded once there is one, or one was left unfinished before. */
export function UploadCorner() {
  const { id: workspaceId } = useWorkspace();
  const { id: userId } = usePerson();
  const place = { workspaceId, userId };
  const uploads = useUploadsTo(place);
  const [wasLeft] = useState(() => hasUnfinished(place));
  // A session can end without signing out: whoever is here now must not go on with what somebody else began.
  useEffect(() => uploadStore.keepOnly(userId), [userId]);
  return <Suspense>{(wasLeft || uploads.length > 0) && <UploadTray />}</Suspense>;
}
