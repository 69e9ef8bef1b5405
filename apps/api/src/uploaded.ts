import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';

/** Problem `wrong_state` while an item lacks the recording, the film or the artwork that makes it one: no note replaces that. */
export function uploadedOrThrow(kind: ItemKind, content: ItemContent): void {
  const lacks = kindOf(kind).lacks(content);
  if (lacks) throw new Problem('wrong_state', `${lacks} Without it there is nothing to publish.`);
}
