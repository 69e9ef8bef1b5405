import { type Asset, removeAsset, restoreAsset } from '@mobilise/contracts/media';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { wordsOf } from '../ui/form-problem.tsx';
import { showNotice } from '../ui/toast.tsx';
import { type Refused, sayRefused } from './refused.ts';

type Moved = Pick<Asset, 'id' | 'filename'>;

const doing = { remove: removeAsset, restore: restoreAsset };
const did = { remove: 'in the bin', restore: 'back in the library' };

/**
 * Moves uploads into the bin or out of it, one after the other, and says what became of them, with a way back. Answers those
 * that could not be moved.
 */
export function useMoveAssets(): (assets: readonly Moved[], how: keyof typeof doing) => Promise<readonly Refused[]> {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return async function move(assets, how) {
    const moved: Moved[] = [];
    const refused: Refused[] = [];
    for (const { id, filename } of assets) {
      try {
        await call(doing[how], { params: { workspace, asset: id } });
        moved.push({ id, filename });
      } catch (error) {
        refused.push({ id, filename, why: wordsOf(error).detail });
      }
    }
    void client.invalidateQueries({ queryKey: ['assets', workspace] });
    if (moved.length > 0) {
      showNotice({
        text: `${moved.length === 1 ? 'It is' : `${moved.length} uploads are`} ${did[how]}.`,
        action: { label: 'Undo', run: () => void move(moved, how === 'remove' ? 'restore' : 'remove') },
      });
    }
    if (refused.length > 0) showNotice({ text: sayRefused(refused), tone: 'wrong' });
    return refused;
  };
}
