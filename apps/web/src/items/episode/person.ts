import type { EpisodeContent } from '@mobilise/contracts/recordings';

export type Person = EpisodeContent['people'][number];

/** A person with something changed. A picture is described by the name, whatever that becomes. */
export function personWith(person: Person, part: Partial<Person>): Person {
  const { url, picture, ...rest } = { ...person, ...part };
  return { ...rest, ...(url && { url }), ...(picture && { picture: { ...picture, alt: rest.name.trim() } }) };
}
