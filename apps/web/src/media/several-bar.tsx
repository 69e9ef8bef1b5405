import { removeAsset, restoreAsset } from '@mobilise/contracts/media';
import { useQueryClient } from '@tanstack/react-query';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { wordsOf } from '../ui/form-problem.tsx';
import { showNotice } from '../ui/toast.tsx';
import { EmptyBin } from './empty-bin.tsx';

interface Several {
  chosen: ReadonlySet<string>;
  isBin: boolean;
  onDone: () => void;
}

/** What can be done with several uploads at once: into the bin, and out of it. */
export function SeveralBar({ chosen, isBin, onDone }: Several) {
  const move = useMoveAssets();
  const [isPending, setPending] = useState(false);
  const run = async () => {
    setPending(true);
    await move([...chosen], isBin ? 'restore' : 'remove');
    setPending(false);
    onDone();
  };
  return (
    <div className="sticky bottom-(--foot) z-10 flex flex-wrap items-center gap-2 border-t border-line bg-paper py-2">
      <p role="status" className="figures grow">
        {chosen.size === 0
          ? 'Choose uploads with a click, or with the arrow keys and the space bar.'
          : `${chosen.size} chosen`}
      </p>
      <Button onPress={onDone}>Done</Button>
      {isBin && <EmptyBin chosen={chosen} onDone={onDone} />}
      <Button
        look={isBin ? 'primary' : 'danger'}
        icon={isBin ? RotateCcw : Trash2}
        isDisabled={chosen.size === 0}
        isPending={isPending}
        onPress={() => void run()}
      >
        {isBin ? 'Restore them' : 'Put them in the bin'}
      </Button>
    </div>
  );
}

const doing = { remove: removeAsset, restore: restoreAsset };
const did = { remove: 'in the bin', restore: 'back in the library' };

/** Moves uploads into the bin or out of it, one after the other, and says what became of them, with a way back. */
export function useMoveAssets(): (ids: readonly string[], how: 'remove' | 'restore') => Promise<boolean> {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return async function move(ids, how) {
    const moved: string[] = [];
    const refusals: unknown[] = [];
    for (const asset of ids) {
      try {
        await call(doing[how], { params: { workspace, asset } });
        moved.push(asset);
      } catch (error) {
        refusals.push(error);
      }
    }
    void client.invalidateQueries({ queryKey: ['assets', workspace] });
    if (moved.length > 0) {
      showNotice({
        text: `${moved.length === 1 ? 'It is' : `${moved.length} uploads are`} ${did[how]}.`,
        action: { label: 'Undo', run: () => void move(moved, how === 'remove' ? 'restore' : 'remove') },
      });
    }
    if (refusals.length > 0) {
      const rest = refusals.length > 1 ? `${refusals.length} could not be moved. The first: ` : '';
      showNotice({ text: rest + wordsOf(refusals[0]).detail, tone: 'wrong' });
    }
    return refusals.length === 0;
  };
}
