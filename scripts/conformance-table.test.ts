import { expect, test } from 'vitest';
import { tablesOf } from './conformance-table.ts';

const suite = (adapter: string) => [`${adapter} keeps the adapter's promises`];
const one = (adapter: string, title: string, status = 'passed', said?: string) => ({
  ancestorTitles: suite(adapter),
  title,
  status,
  ...(said !== undefined && { meta: { said } }),
});
const reportOf = (...assertionResults: ReturnType<typeof one>[]) => ({ testResults: [{ assertionResults }] });

test('a table has a row for each fault and a column for each adapter', () => {
  const { tables, isWhole } = tablesOf(
    reportOf(
      one('Two', 'the write is dropped midway: says only what is true', 'passed', 'unknown'),
      one('One', 'the write is dropped midway: says only what is true', 'passed', 'refused'),
      one('Two', 'publishes a post once'),
      one('One', 'publishes a post once', 'skipped'),
      one('Two', 'the look is dropped midway: does not know', 'passed', 'unknown'),
      one('One', 'the look is dropped midway: does not know', 'skipped', 'no such request'),
      { ancestorTitles: ['something else'], title: 'is left out', status: 'failed' },
    ),
  );
  expect(tables).toBe(
    [
      '| the write …    | One     | Two     |',
      '| -------------- | ------- | ------- |',
      '| dropped midway | refused | unknown |',
      '',
      '| it promises …         | One          | Two  |',
      '| --------------------- | ------------ | ---- |',
      '| publishes a post once | not promised | kept |',
      '',
      '| the look …     | One             | Two     |',
      '| -------------- | --------------- | ------- |',
      '| dropped midway | no such request | unknown |',
    ].join('\n'),
  );
  expect(isWhole).toBe(true);
});

test.each([
  ['a cell that is missing', [one('One', 'a'), one('Two', 'b')]],
  ['a promise that was broken', [one('One', 'a', 'failed')]],
  ['no adapter at all', []],
])('%s makes it not whole', (_, results) => {
  expect(tablesOf(reportOf(...results)).isWhole).toBe(false);
});
