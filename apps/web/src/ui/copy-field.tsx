import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';

/** Something to copy that is shown once: a link, a key, a code. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    // Browsers allow it only on https and localhost; elsewhere the text is selected, ready for Ctrl-C.
    await navigator.clipboard.writeText(value);
    setCopied(true);
    announce(`${label} copied`);
  };
  const canCopy = typeof navigator.clipboard?.writeText === 'function';
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium">{label}</span>
      <div className="flex items-stretch gap-2">
        <code className="min-w-0 grow rounded-base border border-line bg-sunk px-2.5 py-1.5 font-mono text-small break-all select-all">
          {value}
        </code>
        {canCopy && (
          <Button icon={isCopied ? Check : Copy} onPress={() => void copy()}>
            {isCopied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </div>
    </div>
  );
}
