import type { Show } from '@mobilise/contracts/shows';
import type { ShowWords } from './show-fields.tsx';

type Words = ShowWords & { slug: string };

const labels: Record<keyof Words, string> = {
  title: 'Title',
  slug: 'Address',
  description: 'Description',
  author: 'Author',
  ownerName: 'Owner’s name',
  ownerEmail: 'Owner’s e-mail address',
  language: 'Language',
  categories: 'Categories',
  explicit: 'Not for children',
  type: 'Order',
  artworkId: 'Cover',
  copyright: 'Copyright',
  licence: 'Licence',
  funding: 'Where to give',
  locked: 'Locked',
  introId: 'Intro',
  outroId: 'Outro',
  verification: 'Proof of ownership',
  complete: 'Finished',
  place: 'Place',
};

/** What is saved of one field of a show, in words: `Finished: yes`. */
export function savedWords(show: Show, name: keyof Words): { label: string; value: string } {
  const { funding, type, categories } = show;
  const value = show[name];
  const said = {
    type: type === 'serial' ? 'Oldest first' : 'Newest first',
    categories: categories.join(', '),
    funding: funding && `${funding.text}: ${funding.url}`,
    ...Object.fromEntries((['artworkId', 'introId', 'outroId'] as const).map((id) => [id, show[id] && 'Another file'])),
  }[name as string];
  const plain = typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value;
  return { label: labels[name], value: String((said === undefined ? plain : said) || 'Nothing') };
}
