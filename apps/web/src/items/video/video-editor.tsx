import type { VideoContent } from '@mobilise/contracts/recordings';
import type { EditorProps } from '../kind-screens.ts';
import { DocumentEditor } from '../story/document-editor.tsx';

/** Prepares a video. */
export function VideoEditor({ content, epoch, onChange }: EditorProps<VideoContent>) {
  return (
    <DocumentEditor
      body={content.description}
      epoch={epoch}
      onChange={(description) => onChange({ ...content, description })}
    />
  );
}
