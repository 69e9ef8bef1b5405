import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessMemory {
  pid: number;
  command: string;
  /** Proportional set size, MiB: what is shared counts in parts. */
  pss: number;
}

/** A process and all below it, with the memory of each. Linux only; throws elsewhere. */
export function memoryOfTree(root: number): ProcessMemory[] {
  const children = Map.groupBy(allProcesses(), ({ parent }) => parent);
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap((child) => below(child.pid))];
  return below(root).flatMap((pid) => {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    const kib = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
    // One that has ended meanwhile needs no memory.
    if (!kib) return [];
    return [{ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(), pss: Number(kib) / 1024 }];
  });
}

function allProcesses(): { pid: number; parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // The command's name is in brackets and may hold anything; the parent comes after it.
      const parent = /^\d+ \(.*\) \S (\d+) /s.exec(read(`/proc/${name}/stat`))?.[1];
      return parent ? [{ pid: Number(name), parent: Number(parent) }] : [];
    });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
