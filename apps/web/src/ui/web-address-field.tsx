import { httpUrl } from '@mobilise/contracts/fields';
import { useState } from 'react';
import { TextField, type TextFieldProps } from './text-field.tsx';

export interface WebAddressFieldProps
  extends Pick<TextFieldProps, 'label' | 'hideLabel' | 'placeholder' | 'className'> {
  value: string | undefined;
  onChange: (url: string | undefined) => void;
}

/** A web address that need not be there. It counts once it is one: half of it would keep the whole item from being saved. */
export function WebAddressField({ value = '', onChange, ...props }: WebAddressFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWhole = (words: string) => words === '' || httpUrl.safeParse(words).success;
  const isWrong = typed !== null && !isWhole(typed.trim());
  return (
    <TextField
      {...props}
      inputMode="url"
      maxLength={2048}
      value={typed ?? value}
      onChange={(to) => {
        setTyped(to);
        if (isWhole(to.trim())) onChange(to.trim() || undefined);
      }}
      onBlur={() => !isWrong && setTyped(null)}
      error={isWrong ? 'This is not a web address yet, so it is not saved. Write it as https://nhs.uk/flu.' : undefined}
    />
  );
}
