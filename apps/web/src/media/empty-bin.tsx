import { emptyBin } from '@mobilise/contracts/media';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { showNotice } from '../ui/toast.tsx';

/** Removes for good what lies in the bin, or of that what is chosen; asks first. Nothing for those who may not. */
export function EmptyBin({ chosen, onDone }: { chosen?: ReadonlySet<string>; onDone?: () => void }) {
  const { id: workspace } = useWorkspace();
  const may = useCan('assets.purge');
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const empty = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      call(emptyBin, { params: { workspace }, body: chosen ? { assets: [...chosen].slice(0, 1000) } : {} }),
    onSuccess: ({ removed, kept }) => {
      setAsking(false);
      const stay = kept > 0 ? ` ${count(kept)} in use again, and stay${kept === 1 ? 's' : ''}.` : '';
      showNotice({ text: `${count(removed)} gone for good.${stay}` });
      onDone?.();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['assets', workspace] }),
  });
  if (!may) return null;
  const verb = chosen ? 'Remove for good' : 'Empty the bin';
  return (
    <>
      <Button
        look="danger"
        size={chosen ? 'normal' : 'small'}
        icon={Trash2}
        isDisabled={chosen?.size === 0}
        onPress={() => setAsking(true)}
      >
        {verb}
      </Button>
      <Confirm
        title={
          chosen ? `Remove ${chosen.size === 1 ? 'this upload' : `${chosen.size} uploads`} for good?` : 'Empty the bin?'
        }
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        action={verb}
        onConfirm={() => empty.mutate()}
        isPending={empty.isPending}
        error={empty.error}
      >
        The originals and all that was made of them are deleted, and their room is free at once. Nobody can bring them
        back.
      </Confirm>
    </>
  );
}

const count = (uploads: number) => (uploads === 1 ? '1 upload is' : `${uploads.toLocaleString('en-GB')} uploads are`);
