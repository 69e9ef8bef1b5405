import { CircleAlert, RotateCw, X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Progress } from '../ui/progress.tsx';
import type { Upload } from './use-uploads.ts';

/** Files on their way, each with its progress, and those that did not arrive with the reason. */
export function UploadList({ uploads }: { uploads: readonly Upload[] }) {
  if (uploads.length === 0) return null;
  return (
    <ul aria-label="Uploads" className="flex flex-col border-y border-line">
      {uploads.map(({ key, file, share, error, cancel, retry, dismiss }) => (
        <li key={key} className="flex items-center gap-3 border-b border-line py-2 last:border-b-0">
          {error ? (
            <>
              <CircleAlert aria-hidden className="size-4.5 shrink-0 text-wrong" />
              <p role="alert" className="min-w-0 grow wrap-anywhere">
                {!error.includes(file.name) && <strong className="font-medium">{file.name}: </strong>}
                {error}
              </p>
              <Button size="small" icon={RotateCw} onPress={retry}>
                Try again
              </Button>
              <IconButton size="small" icon={X} label={`Forget ${file.name}`} onPress={dismiss} />
            </>
          ) : (
            <>
              <div className="min-w-0 grow">
                {/* A file that was sent whole is being looked at by the server. */}
                <Progress
                  label={share < 1 ? `Uploading ${file.name}` : `Checking ${file.name}`}
                  value={share < 1 ? share : null}
                />
              </div>
              <Button size="small" onPress={cancel} aria-label={`Cancel the upload of ${file.name}`}>
                Cancel
              </Button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
