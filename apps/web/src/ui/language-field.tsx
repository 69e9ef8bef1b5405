import { Combobox } from './combobox.tsx';

/** Languages spoken in Britain and by those who come to it, the most likely first; any other that is in use is added. */
const usual = [
  ...['en-GB', 'cy', 'gd', 'ga', 'pl', 'ro', 'pa', 'ur', 'pt', 'es', 'ar', 'bn', 'gu', 'it', 'ta', 'fr', 'lt', 'zh'],
  ...[
    'yue',
    'tr',
    'bg',
    'ru',
    'fa',
    'hu',
    'el',
    'so',
    'uk',
    'ku',
    'ps',
    'sq',
    'hi',
    'ne',
    'vi',
    'ti',
    'am',
    'de',
    'nl',
  ],
];
const names = new Intl.DisplayNames('en-GB', { type: 'language' });

/** A language by its name; the value is as BCP 47 writes it. */
export function LanguageField({
  label,
  value,
  onChange,
  className,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}) {
  const known = usual.find((one) => one.toLowerCase() === value.toLowerCase());
  const choices = (known ? usual : [value, ...usual]).map((id) => ({ id, label: names.of(id) ?? id }));
  return (
    <Combobox
      label={label}
      choices={choices}
      value={known ?? value}
      onChange={onChange}
      {...(className && { className })}
    />
  );
}
