import { maxShowDescription, type Show } from '@mobilise/contracts/shows';
import type { ReactNode } from 'react';
import { Checkbox } from '../ui/checkbox.tsx';
import { LanguageField } from '../ui/language-field.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ArtworkField } from './artwork-field.tsx';
import { CategoriesField } from './categories-field.tsx';
import { JingleChoice } from './jingle-choice.tsx';

/** What people write of a show. */
export type ShowWords = Pick<
  Show,
  | 'title'
  | 'description'
  | 'author'
  | 'ownerName'
  | 'ownerEmail'
  | 'language'
  | 'categories'
  | 'explicit'
  | 'type'
  | 'artworkId'
  | 'copyright'
  | 'licence'
  | 'place'
  | 'funding'
  | 'locked'
  | 'introId'
  | 'outroId'
  | 'verification'
  | 'complete'
>;

export interface ShowFieldsProps {
  words: ShowWords;
  onChange: (part: Partial<ShowWords>) => void;
}

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 border-b border-line pb-6">
      <h2 className="text-lead font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** What everybody sees of a show. */
export function AboutFields({ words, onChange }: ShowFieldsProps) {
  const bytes = new TextEncoder().encode(words.description).length;
  return (
    <>
      <TextField
        label="Title"
        name="title"
        isRequired
        maxLength={255}
        value={words.title}
        onChange={(title) => onChange({ title })}
        description="As people would search for it, without ‘podcast’ or the names of guests."
      />
      <TextArea
        label="Description"
        name="description"
        isRequired
        rows={4}
        value={words.description}
        onChange={(description) => onChange({ description })}
        error={bytes > maxShowDescription ? 'Directories take at most 4,000 bytes. Shorten it.' : undefined}
        description={
          <>
            What it is about, for whom, and how often it comes.{' '}
            <span className="figures">
              {bytes.toLocaleString('en-GB')} of {maxShowDescription.toLocaleString('en-GB')} bytes
            </span>
          </>
        }
      />
      <TextField
        label="Author"
        name="author"
        isRequired
        maxLength={255}
        value={words.author}
        onChange={(author) => onChange({ author })}
        description="The team or the organisation, as apps show it below the title."
      />
      <LanguageField label="Language" value={words.language} onChange={(language) => onChange({ language })} />
      <TextField
        label="Place"
        name="place"
        maxLength={128}
        placeholder="Riverside, Leeds"
        value={words.place}
        onChange={(place) => onChange({ place })}
        description="Not needed. Some apps find shows by the place that they are about."
      />
      <CategoriesField value={words.categories} onChange={(categories) => onChange({ categories })} />
      <ArtworkField value={words.artworkId} onChange={(artworkId) => onChange({ artworkId })} />
    </>
  );
}

/** How its episodes are heard, and by whom. */
export function ListeningFields({ words, onChange }: ShowFieldsProps) {
  return (
    <>
      <RadioGroup
        label="Order"
        name="type"
        choices={[
          { id: 'episodic', label: 'Newest first', description: 'Each episode stands alone' },
          { id: 'serial', label: 'Oldest first', description: 'A story told in order, in seasons' },
        ]}
        value={words.type}
        onChange={(type) => onChange({ type })}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <JingleChoice
          label="Intro"
          help="Not needed. Played before each new episode; an episode can have another, or none."
          value={words.introId}
          onChange={(introId) => onChange({ introId })}
        />
        <JingleChoice
          label="Outro"
          help="Not needed. Played after each new episode."
          value={words.outroId}
          onChange={(outroId) => onChange({ outroId })}
        />
      </div>
      <Checkbox isSelected={words.explicit} onChange={(explicit) => onChange({ explicit })}>
        Not for children: strong language, or anything that would disturb them
      </Checkbox>
      <Checkbox isSelected={words.complete} onChange={(complete) => onChange({ complete })}>
        Finished: no more episodes will follow
      </Checkbox>
    </>
  );
}

/** Whose it is, and what directories want to know. */
export function OwnerFields({ words, onChange }: ShowFieldsProps) {
  return (
    <>
      <TextField
        label="Owner’s name"
        name="ownerName"
        maxLength={255}
        value={words.ownerName}
        onChange={(ownerName) => onChange({ ownerName })}
        description="Not needed. Everybody can read it in the feed."
      />
      <TextField
        label="Owner’s e-mail address"
        name="ownerEmail"
        type="email"
        maxLength={255}
        value={words.ownerEmail}
        onChange={(ownerEmail) => onChange({ ownerEmail })}
        description="Not needed until directories take the show: they write to it to check that it is yours. Everybody can read it in the feed, so use a shared address."
      />
      <Checkbox isSelected={words.locked} onChange={(locked) => onChange({ locked })}>
        Locked: no other host may take the show over unless its owner agrees
      </Checkbox>
      <TextArea
        label="Proof of ownership"
        name="verification"
        rows={2}
        maxLength={4000}
        value={words.verification}
        onChange={(verification) => onChange({ verification })}
        description="Not needed unless a directory asks for a code in the feed to prove who owns it. Paste it here."
      />
      <TextField
        label="Copyright"
        name="copyright"
        maxLength={255}
        placeholder="2026 Riverside Hospice"
        value={words.copyright}
        onChange={(copyright) => onChange({ copyright })}
        description="Not needed. Who holds it, and since when."
      />
      <TextField
        label="Licence"
        name="licence"
        maxLength={128}
        placeholder="cc-by-4.0"
        value={words.licence}
        onChange={(licence) => onChange({ licence })}
        description="Not needed. How others may use it: a short name such as cc-by-4.0, or a sentence."
      />
      <FundingFields value={words.funding} onChange={(funding) => onChange({ funding })} />
    </>
  );
}

function FundingFields({ value, onChange }: { value: Show['funding']; onChange: (value: Show['funding']) => void }) {
  const set = (part: Partial<NonNullable<Show['funding']>>) => {
    const next = { url: '', text: '', ...value, ...part };
    onChange(next.url || next.text ? next : null);
  };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label="Where to give"
        name="funding.url"
        type="url"
        maxLength={2048}
        placeholder="https://…"
        value={value?.url ?? ''}
        onChange={(url) => set({ url })}
        isRequired={value !== null}
        description="Not needed. A page where listeners can support you: many apps show it as a button."
      />
      <TextField
        label="Words on the button"
        name="funding.text"
        maxLength={128}
        placeholder="Support the hospice"
        value={value?.text ?? ''}
        onChange={(text) => set({ text })}
        isRequired={value !== null}
        description="Not needed without a page to give on."
      />
    </div>
  );
}
