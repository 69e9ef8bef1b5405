import { Problem } from '@mobilise/contracts/problems';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Images } from 'lucide-react';
import { useState } from 'react';
import { unreachable } from '../../call.ts';
import { UploadList } from '../../media/upload-list.tsx';
import { useUploads } from '../../media/use-uploads.ts';
import { useCan, useWorkspace } from '../../session.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { showProblem } from '../../ui/toast.tsx';

/** Puts a film that was made here among the uploads, as if somebody had uploaded it; from there any video can use it. */
export function KeepInLibrary({ url, name, label }: { url: string; name: string; label: string }) {
  const { slug } = useWorkspace();
  const mayUpload = useCan('assets.write');
  const [kept, setKept] = useState<string | null>(null);
  const { uploads, add } = useUploads(
    ({ id }) => {
      setKept(id);
      announce('It is in the library');
    },
    { kinds: ['video'] },
  );
  const fetching = useMutation({
    mutationFn: async () => {
      const response = await fetch(url).catch((error: unknown) => {
        throw unreachable(error);
      });
      if (!response.ok) throw new Problem('not_found', 'The audiogram cannot be read. Reload the page to try again.');
      return new File([await response.blob()], name, { type: 'video/mp4' });
    },
    onSuccess: (file) => add([file]),
    onError: showProblem,
  });
  if (!mayUpload) return null;
  if (kept)
    return (
      <Link to={`/w/${slug}/media` as string} search={{ asset: kept } as never} className="text-link">
        Open it in the library
      </Link>
    );
  if (uploads.length > 0) return <UploadList uploads={uploads} />;
  return (
    <Button size="small" icon={Images} onPress={() => fetching.mutate()} isPending={fetching.isPending}>
      Put it in the library<span className="sr-only">: audiogram, {label}</span>
    </Button>
  );
}
