import type { EpisodeContent } from '@mobilise/contracts/recordings';
import type { EditorProps } from '../kind-screens.ts';
import { DocumentEditor } from '../story/document-editor.tsx';

/** Prepares an episode. */
export function EpisodeEditor({ content, epoch, onChange }: EditorProps<EpisodeContent>) {
  return <DocumentEditor body={content.notes} epoch={epoch} onChange={(notes) => onChange({ ...content, notes })} />;
}
