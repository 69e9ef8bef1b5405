import type { Asset } from '@mobilise/contracts/media';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyBin } from './empty-bin.tsx';
import { useMoveAssets } from './use-move-assets.ts';

interface Several {
  chosen: readonly Pick<Asset, 'id' | 'filename'>[];
  isBin: boolean;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onDone: () => void;
}

/** What can be done with several uploads at once: into the bin, and out of it. What could not be moved stays chosen. */
export function SeveralBar({ chosen, isBin, onChoose, onDone }: Several) {
  const move = useMoveAssets();
  const [isPending, setPending] = useState(false);
  const run = async () => {
    setPending(true);
    const refused = await move(chosen, isBin ? 'restore' : 'remove');
    setPending(false);
    if (refused.length === 0) onDone();
    else onChoose(new Set(refused.map(({ id }) => id)));
  };
  return (
    <div className="sticky bottom-(--foot) z-10 flex flex-wrap items-center gap-2 border-t border-line bg-paper py-2">
      <p role="status" className="figures grow">
        {chosen.length === 0
          ? 'Choose uploads with a click, or with the arrow keys and the space bar.'
          : `${chosen.length} chosen`}
      </p>
      <Button onPress={onDone}>Done</Button>
      {isBin && <EmptyBin chosen={new Set(chosen.map(({ id }) => id))} onDone={onDone} />}
      <Button
        look={isBin ? 'primary' : 'danger'}
        icon={isBin ? RotateCcw : Trash2}
        isDisabled={chosen.length === 0}
        isPending={isPending}
        onPress={() => void run()}
      >
        {isBin ? 'Restore them' : 'Put them in the bin'}
      </Button>
    </div>
  );
}
