import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { sayPercent } from '../ui/percent.ts';
import { listUnfinished } from './left-behind.ts';
import { batchOf } from './upload-batch.ts';
import { UploadList } from './upload-list.tsx';
import { trayUploads, useUploadsTo } from './upload-store.ts';
import { useKeepAsset, useUploadPlace } from './use-uploads.ts';

/** At the foot of every screen while something is on its way that this screen does not show itself. */
export function UploadTray() {
  const place = useUploadPlace();
  const keep = useKeepAsset();
  useUploadsTo(place);
  const uploads = trayUploads(place);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    void listUnfinished(place, { kinds: ['image', 'audio', 'video'], onDone: keep });
  }, [place, keep]);
  if (uploads.length === 0) return null;
  return (
    <section
      aria-label="Uploads on their way"
      className="fixed right-3 bottom-[calc(var(--foot)+0.75rem)] z-30 w-96 max-w-[calc(100vw-1.5rem)] rounded-base border border-line bg-sheet shadow-float print:hidden"
    >
      <div className="flex items-center gap-2 py-1 pr-1 pl-3">
        <p className="figures grow font-medium">{sayTray(uploads)}</p>
        <IconButton
          size="small"
          icon={isOpen ? ChevronDown : ChevronUp}
          label={isOpen ? 'Show less of the uploads' : 'Show the uploads'}
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && (
        <div className="max-h-[40dvh] overflow-y-auto px-3 pb-2">
          <UploadList uploads={uploads} />
        </div>
      )}
    </section>
  );
}

/** `2 of 3 uploaded, 40%`, and what needs a person first. */
function sayTray(uploads: ReturnType<typeof trayUploads>): string {
  const of = (...states: string[]) => uploads.filter(({ state }) => states.includes(state)).length;
  const files = (count: number) => (count === 1 ? '1 upload' : `${count} uploads`);
  if (of('failed') > 0) return `${files(of('failed'))} did not arrive`;
  const batch = batchOf(uploads);
  if (batch.files === 0) return `${files(uploads.length)} not finished`;
  if (of('stalled') > 0) return 'Waiting for the connection';
  if (batch.isPaused) return `${files(batch.onTheirWay.length)} paused`;
  const share = sayPercent(batch.sent / Math.max(1, batch.bytes));
  return batch.files === 1 ? `Uploading 1 file, ${share}` : `${batch.arrived} of ${batch.files} uploaded, ${share}`;
}
