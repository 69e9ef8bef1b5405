import { expect, test } from 'vitest';
import { personWith } from './person.ts';

const assetId = '0197f5a0-0000-7000-8000-000000000001';

test('a picture is described by the name, also when that is written after it was chosen', () => {
  const nobody = personWith({ name: '', role: 'host' }, { picture: { assetId, alt: '' } });
  expect(personWith(nobody, { name: 'Amira Khan ' })).toEqual({
    name: 'Amira Khan ',
    role: 'host',
    picture: { assetId, alt: 'Amira Khan' },
  });
});

test('an address or a picture that is taken out leaves nothing behind', () => {
  const amira = { name: 'Amira', role: 'host', url: 'https://nhs.uk', picture: { assetId, alt: 'Amira' } };
  expect(Object.keys(personWith(amira, { url: undefined, picture: undefined }))).toEqual(['name', 'role']);
});
