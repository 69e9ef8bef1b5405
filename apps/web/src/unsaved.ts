/**
 * What somebody changed of something and has not saved: the values wanted, and those the change began from, which tell later
 * whether somebody else changed the same.
 */
export interface Unsaved<T> {
  to: Partial<T>;
  from: Partial<T>;
}

export const nothingUnsaved = { to: {}, from: {} };

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const namesOf = <T extends object>(values: Partial<T>) => Object.keys(values) as (keyof T)[];

/** With more changed; what is as it is now is no change. */
export function withChanges<T extends object>(unsaved: Unsaved<T>, now: T, part: Partial<T>): Unsaved<T> {
  const to = { ...unsaved.to, ...part };
  return namesOf(to).reduce<Unsaved<T>>((rest, name) => {
    if (same(to[name], now[name])) return rest;
    const from = name in unsaved.from ? unsaved.from[name] : now[name];
    return { to: { ...rest.to, [name]: to[name] }, from: { ...rest.from, [name]: from } };
  }, nothingUnsaved);
}

/** What is left when `sent` was saved: what was typed meanwhile, which goes on from what was saved. */
export function afterSaving<T extends object>(unsaved: Unsaved<T>, sent: Partial<T>, saved: T): Unsaved<T> {
  return namesOf(sent).reduce((rest, name) => {
    if (!(name in rest.to) || same(rest.to[name], sent[name])) return without(rest, name);
    return { to: rest.to, from: { ...rest.from, [name]: saved[name] } };
  }, unsaved);
}

/** What is to be sent: the changes that are not there already. */
export function changesOf<T extends object>({ to }: Unsaved<T>, now: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(to).filter(([name, value]) => !same(value, now[name as keyof T])),
  ) as Partial<T>;
}

/** Names of what somebody else changed to something else since it was changed here: not to be overwritten unasked. */
export function conflictsOf<T extends object>(unsaved: Unsaved<T>, now: T): (keyof T)[] {
  return namesOf(changesOf(unsaved, now)).filter((name) => !same(unsaved.from[name], now[name]));
}

/** The same changes, in the knowledge of what is there now. */
export function goneOn<T extends object>({ to }: Unsaved<T>, now: T): Unsaved<T> {
  return { to, from: Object.fromEntries(namesOf(to).map((name) => [name, now[name]])) as Partial<T> };
}

function without<T extends object>({ to, from }: Unsaved<T>, name: keyof T): Unsaved<T> {
  const { [name]: _to, ...otherTo } = to;
  const { [name]: _from, ...otherFrom } = from;
  return { to: otherTo as Partial<T>, from: otherFrom as Partial<T> };
}
