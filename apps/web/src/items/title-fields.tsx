import { useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';

/** Title and standfirst, as large as they will be read. Each stays one paragraph: Enter goes on to the next field. */
export function TitleFields({
  title,
  summary,
  onChange,
}: {
  title: string;
  summary: string;
  onChange: (part: { title?: string; summary?: string }) => void;
}) {
  const [wasLeft, setLeft] = useState(false);
  const inOneLine = (value: string) => value.replace(/\s*[\r\n]+\s*/g, ' ');
  const goOn = (event: React.KeyboardEvent, next: string) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    document.getElementById(next)?.focus();
  };
  const isMissing = wasLeft && !title.trim();
  return (
    <div className="flex flex-col gap-4">
      <TextField
        value={title}
        onChange={(value) => onChange({ title: inOneLine(value) })}
        onBlur={() => setLeft(true)}
        isRequired
        isInvalid={isMissing}
        maxLength={200}
        className="flex flex-col"
      >
        <Label className="text-small text-ink-soft">Title</Label>
        <TextArea
          id="title"
          rows={1}
          onKeyDown={(event) => goOn(event, 'standfirst')}
          className="field-sizing-content -mx-2 w-[calc(100%+1rem)] resize-none rounded-base border border-transparent bg-transparent px-2 py-0.5 text-page font-semibold tracking-tight hover:border-line data-focused:outline-2 data-focused:outline-focus data-invalid:border-wrong"
        />
        {isMissing && (
          <Text slot="errorMessage" className="text-small font-medium text-wrong">
            It needs a title to be saved.
          </Text>
        )}
      </TextField>
      <TextField
        value={summary}
        onChange={(value) => onChange({ summary: inOneLine(value) })}
        maxLength={500}
        className="flex flex-col"
      >
        <Label className="text-small text-ink-soft">Standfirst</Label>
        <TextArea
          id="standfirst"
          rows={1}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          placeholder="One or two sentences that say what it is about"
          className="field-sizing-content -mx-2 w-[calc(100%+1rem)] resize-none rounded-base border border-transparent bg-transparent px-2 py-0.5 text-lead placeholder:text-ink-soft hover:border-line data-focused:outline-2 data-focused:outline-focus"
        />
      </TextField>
    </div>
  );
}
