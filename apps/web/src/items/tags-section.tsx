import { tag as tagField } from '@mobilise/contracts/fields';
import type { Item } from '@mobilise/contracts/items';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Tag, TagGroup, TagList } from 'react-aria-components/TagGroup';
import { TextField } from 'react-aria-components/TextField';
import { tagsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { FieldHelp, FieldLabel, fieldClasses } from '../ui/field-parts.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { useUpdateItem } from './about-section.tsx';
import { ItemTags } from './item-tags.tsx';

/** What an item has in common with others, beside its campaign. Backspace or Delete on a tag takes it away. */
export function TagsSection({ item, quiet }: { item: Item; quiet: () => Promise<number> }) {
  const mayWrite = useCan('items.write') && item.archivedAt === null;
  const update = useUpdateItem(item, quiet);
  const tags = (update.isPending ? update.variables.tags : undefined) ?? item.tags;
  if (!mayWrite) {
    return (
      <RailSection title="Tags">
        {tags.length > 0 ? <ItemTags tags={tags} /> : <p className="text-ink-soft">None</p>}
      </RailSection>
    );
  }
  return (
    <RailSection title="Tags">
      {tags.length > 0 && (
        <TagGroup aria-label="Tags" onRemove={(gone) => update.mutate({ tags: tags.filter((tag) => !gone.has(tag)) })}>
          <TagList className="flex flex-wrap gap-1.5">
            {tags.map((tag) => (
              <Tag
                key={tag}
                id={tag}
                textValue={tag}
                className="flex min-h-7 items-center rounded-base border border-line bg-sheet pl-2 wrap-anywhere outline-offset-2 data-focus-visible:outline-2 data-focus-visible:outline-focus pointer-coarse:min-h-11"
              >
                {tag}
                <AriaButton
                  slot="remove"
                  className="grid size-7 shrink-0 place-items-center text-ink-soft hover:text-ink pointer-coarse:size-11"
                >
                  <X aria-hidden className="size-3.5" />
                </AriaButton>
              </Tag>
            ))}
          </TagList>
        </TagGroup>
      )}
      <NewTag
        tags={tags}
        onAdd={(tag) => {
          update.mutate({ tags: [...tags, tag] });
          announce(`Tagged ${tag}`);
        }}
      />
    </RailSection>
  );
}

/** One more tag: typed, or chosen among those that other items have. */
function NewTag({ tags, onAdd }: { tags: readonly string[]; onAdd: (tag: string) => void }) {
  const { id } = useWorkspace();
  const used = useQuery(tagsQuery(id)).data ?? [];
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const add = () => {
    const parsed = tagField.safeParse(typed);
    if (!parsed.success) return setError(parsed.error.issues[0]?.message);
    if (tags.length >= 20) return setError('Twenty tags are the most. Take one away first.');
    if (!tags.includes(parsed.data)) onAdd(parsed.data);
    setTyped('');
  };
  const words = { label: 'Add a tag', error };
  return (
    <TextField
      value={typed}
      onChange={(value) => {
        setTyped(value);
        setError(undefined);
      }}
      maxLength={40}
      isInvalid={error !== undefined}
      className={fieldClasses}
    >
      <FieldLabel {...words} hideLabel />
      <Group className="field flex h-9 items-center gap-2 pr-1 pl-2.5 pointer-coarse:h-12">
        <Input
          list={listId}
          placeholder="Add a tag"
          autoComplete="off"
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
          className="min-w-0 grow bg-transparent outline-none"
        />
        {typed.trim() && (
          <Button size="small" look="quiet" onPress={add}>
            Add
          </Button>
        )}
      </Group>
      <FieldHelp {...words} />
      <datalist id={listId}>
        {used
          .filter(({ tag }) => !tags.includes(tag))
          .map(({ tag }) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
    </TextField>
  );
}
