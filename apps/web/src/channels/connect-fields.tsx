import type { ChannelKindName } from '@mobilise/contracts/channels';
import { connectOf } from '@mobilise/contracts/connecting';
import type { ConnectField, ConnectHelp } from '@mobilise/contracts/connecting/kind';
import { useState } from 'react';
import { textOf } from '../ui/form.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { withScheme } from './channel-words.ts';

/** What connecting a kind of channel asks for. What is usual is folded away, unless the server said something about it. */
export function ConnectFields({
  kind,
  known = {},
  errors,
}: {
  kind: ChannelKindName;
  /** What is known already of a connection that is renewed. */
  known?: Record<string, string>;
  errors: Record<string, string>;
}) {
  const { fields: asked, help } = connectOf(kind);
  const [isOpen, setOpen] = useState(false);
  const isUsual = ({ name, usual }: ConnectField) => usual !== undefined && (known[name] ?? usual) === usual;
  const folded = asked.filter(isUsual);
  return (
    <>
      {asked
        .filter((field) => !isUsual(field))
        .map((field, index) => (
          <OneField key={field.name} field={field} value={known[field.name]} isFirst={index === 0} />
        ))}
      {help && <HowTo help={help} />}
      {folded.length > 0 && (
        <details
          open={isOpen || folded.some(({ name }) => errors[name])}
          onToggle={(event) => setOpen(event.currentTarget.open)}
        >
          <summary className="w-fit cursor-default rounded-base font-medium pointer-coarse:py-3">More</summary>
          <div className="flex flex-col gap-4 pt-2">
            {folded.map((field) => (
              <OneField key={field.name} field={field} value={known[field.name] ?? field.usual} isFirst={false} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

/** What was typed into the fields of a kind, by name. */
export function typedInto(kind: ChannelKindName, data: FormData): Record<string, string> {
  const fields = connectOf(kind).fields;
  return Object.fromEntries(
    fields.map(({ name, type, usual }) => {
      const typed = textOf(data, name).trim() || (usual ?? '');
      return [name, type === 'url' ? withScheme(typed) : typed];
    }),
  );
}

function OneField({ field, value, isFirst }: { field: ConnectField; value: string | undefined; isFirst: boolean }) {
  const common = {
    label: field.label,
    name: field.name,
    isRequired: field.usual === undefined && !field.isOptional,
    autoFocus: isFirst,
    ...(field.description && { description: field.description }),
  };
  if (field.type === 'choice') return <ChoiceField field={field} value={value} />;
  if (field.type === 'secret') return <PasswordField {...common} what={field.label} maxLength={4000} />;
  return (
    <TextField
      {...common}
      defaultValue={value ?? ''}
      maxLength={2000}
      autoComplete="off"
      spellCheck="false"
      {...(field.type === 'url' && { inputMode: 'url' as const })}
      {...(field.placeholder && { placeholder: field.placeholder })}
    />
  );
}

function ChoiceField({ field, value }: { field: ConnectField; value: string | undefined }) {
  const [chosen, setChosen] = useState(value ?? '');
  const { label, name, description, choices = [] } = field;
  return (
    <Select
      label={label}
      name={name}
      choices={choices}
      value={chosen}
      onChange={setChosen}
      {...(description && { description })}
    />
  );
}

function HowTo({ help: { title, steps, link, note } }: { help: ConnectHelp }) {
  return (
    <details className="rounded-base border border-line bg-sunk px-3 py-2">
      <summary className="cursor-default rounded-base font-medium pointer-coarse:py-2">{title}</summary>
      {link && (
        <p className="mt-2">
          <a href={link.url} target="_blank" rel="noreferrer" className="text-link">
            {link.words}
          </a>{' '}
          (opens in a new tab)
        </p>
      )}
      <ol className="mt-2 flex max-w-prose list-decimal flex-col gap-1 pl-5">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {note && <p className="mt-2 max-w-prose text-ink-soft">{note}</p>}
    </details>
  );
}
