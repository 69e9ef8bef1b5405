import type { Document } from '@mobilise/contracts/document';
import { getSchema } from '@tiptap/core';
import { history, redo, undo, undoDepth } from '@tiptap/pm/history';
import { Fragment, type Node } from '@tiptap/pm/model';
import { type Command, EditorState, TextSelection } from '@tiptap/pm/state';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromDocument, toDocument } from './mapping.ts';
import { replacing } from './replacing.ts';
import { storyExtensions } from './schema.ts';
import { anyDocument } from './testing.ts';

const schema = getSchema(storyExtensions());
const story = (...texts: string[]): Document => ({
  type: 'doc',
  content: texts.map((text) => ({ type: 'paragraph', ...(text && { content: [{ type: 'text', text }] }) })),
});

/** An editor without a page. */
function open(body: Document) {
  let state = EditorState.create({ doc: schema.nodeFromJSON(fromDocument(body)), plugins: [history()] });
  const apply = (tr: typeof state.tr) => {
    state = state.apply(tr);
  };
  return {
    /** The paragraphs, parted by bars. */
    text: () => state.doc.textBetween(0, state.doc.content.size, '|'),
    body: () => toDocument(state.doc.toJSON()),
    state: () => state,
    cursor: () => state.selection.$from,
    type: (text: string, at: number) => apply(state.tr.insertText(text, at)),
    select: (at: number) => apply(state.tr.setSelection(TextSelection.create(state.doc, at))),
    replace: (next: Document) => apply(replacing(state, next)),
    run: (command: Command) => command(state, apply),
  };
}

test('what comes from elsewhere cannot be undone', () => {
  const editor = open(story('Begun.'));
  expect(undoDepth(editor.state())).toBe(0);
  editor.replace(story('Begun.', 'By Ed.'));
  expect(editor.run(undo)).toBe(false);
  expect(editor.text()).toBe('Begun.|By Ed.');
});

test('what was written here is undone where it stands by now, and written again', () => {
  const editor = open(story('One.', 'Two.'));
  editor.type(' X', 11);
  expect(editor.text()).toBe('One.|Two. X');
  editor.replace(story('One, by Ed.', 'Two. X'));
  expect(editor.run(undo)).toBe(true);
  expect(editor.text()).toBe('One, by Ed.|Two.');
  expect(editor.run(undo)).toBe(false);
  editor.replace(story('Ed again.', 'One, by Ed.', 'Two.'));
  editor.run(redo);
  expect(editor.text()).toBe('Ed again.|One, by Ed.|Two. X');
});

test('what was written here and replaced elsewhere is gone from what can be undone', () => {
  const editor = open(story('One.'));
  editor.type(' X', 5);
  editor.replace(story('Two'));
  editor.run(undo);
  expect(editor.text()).toBe('Two');
});

test('the cursor stays in its words', () => {
  const editor = open(story('One.', 'Two.'));
  editor.select(9);
  const cursor = () => [editor.cursor().parent.textContent, editor.cursor().parentOffset];
  expect(cursor()).toEqual(['Two.', 2]);
  editor.replace(story('Nought.', 'One, by Ed.', 'Two.'));
  expect(cursor()).toEqual(['Two.', 2]);
});

test('a new line at the end, to write on, stays', () => {
  const editor = open(story('One.', '', ''));
  editor.select(9);
  expect(editor.cursor().index(0)).toBe(2);
  editor.replace(story('One, by Ed.'));
  expect(editor.text()).toBe('One, by Ed.||');
  expect(editor.cursor().index(0)).toBe(2);
  const empty = open(story(''));
  empty.replace(story('By Ed.'));
  expect(empty.text()).toBe('By Ed.');
});

/** Texts that stand side by side in the same marks are one in an editor. */
const joined = (node: Node): Node => (node.isText ? node : node.copy(Fragment.fromArray(node.children.map(joined))));
const anyStory = anyDocument.map((body) => toDocument(joined(schema.nodeFromJSON(fromDocument(body))).toJSON()));

test('any story becomes any other', () => {
  fc.assert(
    fc.property(anyStory, anyStory, (before, after) => {
      const editor = open(before);
      editor.replace(after);
      editor.state().doc.check();
      expect(editor.body()).toEqual(after);
      expect(undoDepth(editor.state())).toBe(0);
    }),
  );
});
