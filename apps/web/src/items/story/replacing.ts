import type { Document } from '@mobilise/contracts/document';
import { Fragment, type Node } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { fromDocument } from './mapping.ts';

/**
 * Shows a body in place of what the editor holds, as the smallest change that makes one of the other: the cursor stays in
 * its words, and undo takes back what was written here and nothing of what came from elsewhere.
 */
export function replacing(state: EditorState, body: Document): Transaction {
  const { doc, schema } = state;
  const given = schema.nodeFromJSON(fromDocument(body));
  const more = Math.max(0, blankLines(doc) - blankLines(given));
  const blank = Array.from({ length: more }, () => schema.node('paragraph'));
  const wanted = given.copy(given.content.append(Fragment.from(blank)));
  const { tr } = state;
  const start = doc.content.findDiffStart(wanted.content);
  const ends = doc.content.findDiffEnd(wanted.content);
  if (start !== null && ends) {
    // What repeats is found from both sides: of "aa" made "a", the end that differs lies before the start.
    const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
    tr.replace(start, ends.a + overlap, wanted.slice(start, ends.b + overlap));
  }
  return tr.setMeta('addToHistory', false).setMeta('preventUpdate', true).setMeta('preventAutolink', true);
}

/** The empty lines at the end, which are no part of a document: somebody may be about to write there. */
function blankLines(doc: Node): number {
  let count = 0;
  const isBlank = (node: Node) => node.type.name === 'paragraph' && node.childCount === 0;
  while (count < doc.childCount - 1 && isBlank(doc.child(doc.childCount - 1 - count))) count += 1;
  return count;
}
