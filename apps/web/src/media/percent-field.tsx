import { useId, useState } from 'react';

/** A share of a picture as a number to type: whole per cent. */
export function PercentField({
  label,
  value,
  min = 0,
  onChange,
}: {
  label: string;
  /** 0 to 1 */
  value: number;
  min?: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  // What is being typed need not be a number yet.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <span className="flex items-center gap-1.5">
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={min * 100}
          max={100}
          step={1}
          value={typed ?? Math.round(value * 100)}
          onChange={({ target }) => {
            setTyped(target.value);
            const share = Number(target.value) / 100;
            if (target.value !== '' && share >= min && share <= 1) onChange(share);
          }}
          onBlur={() => setTyped(null)}
          className="field figures h-9 w-20 px-2 pointer-coarse:h-11"
        />
        %
      </span>
    </div>
  );
}
