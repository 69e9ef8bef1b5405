import type { Cue } from '@mobilise/contracts/captions/cue';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '../ui/icon-button.tsx';
import { boundsOf, pagesOf } from './pages.ts';

/** Which of many cues are seen; nothing where all are. */
export function CuePager({
  cues,
  page,
  onPage,
}: {
  cues: readonly Cue[];
  page: number;
  onPage: (page: number) => void;
}) {
  const pages = pagesOf(cues.length);
  if (pages === 1) return null;
  const { from, to } = boundsOf(page, cues.length);
  const times = `${minutesOf(cues[from]?.start)} to ${minutesOf(cues[to - 1]?.end)}`;
  return (
    <nav aria-label="Pages of cues" className="flex flex-wrap items-center gap-1">
      <IconButton
        label="First page"
        icon={ChevronFirst}
        size="small"
        isDisabled={page === 0}
        onPress={() => onPage(0)}
      />
      <IconButton
        label="Page before"
        icon={ChevronLeft}
        size="small"
        isDisabled={page === 0}
        onPress={() => onPage(page - 1)}
      />
      <span className="figures px-1 text-small">
        {`${(from + 1).toLocaleString('en-GB')} to ${to.toLocaleString('en-GB')} of ${cues.length.toLocaleString('en-GB')}`}
        <span className="text-ink-soft">, {times}</span>
      </span>
      <IconButton
        label="Next page"
        icon={ChevronRight}
        size="small"
        isDisabled={page === pages - 1}
        onPress={() => onPage(page + 1)}
      />
      <IconButton
        label="Last page"
        icon={ChevronLast}
        size="small"
        isDisabled={page === pages - 1}
        onPress={() => onPage(pages - 1)}
      />
    </nav>
  );
}

const minutesOf = (time = 0) => sayTimecode(Math.floor(time / 1000) * 1000);
