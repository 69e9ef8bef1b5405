import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { eachLine, forHumans, openLog } from './logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'mobilise-logs-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps three files and never grows beyond them', () => {
  const log = openLog(join(folder, 'api.log'), 100);
  for (let number = 0; number < 100; number += 1) log.write(`line ${String(number).padStart(3, '0')}\n`);
  expect(readdirSync(folder).sort()).toEqual(['api.log', 'api.log.1', 'api.log.2']);
  const [oldest, middle, newest] = ['api.log.2', 'api.log.1', 'api.log'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  const lines = `${oldest}${middle}${newest}`.trim().split('\n');
  expect(lines.at(-1)).toBe('line 099');
  expect(lines).toEqual(lines.toSorted());
  expect(lines.length).toBeLessThan(40);
});

it('puts lines together again that arrive in pieces', async () => {
  const stream = new PassThrough();
  const lines: string[] = [];
  eachLine(stream, (line) => lines.push(line));
  stream.write('one\ntw');
  stream.write('o\nthr');
  stream.end('ee');
  await new Promise((resolve) => stream.once('close', resolve));
  expect(lines).toEqual(['one', 'two', 'three']);
});

it('shows a person warnings and errors in one line, and nothing less', () => {
  expect(forHumans('{"level":30,"msg":"fine"}')).toBeUndefined();
  expect(forHumans('{"level":40,"msg":"slow"}')).toBe('warning: slow');
  expect(forHumans('{"level":50,"msg":"Not sent","err":{"message":"refused\\nat x"}}')).toBe(
    'error: Not sent: refused',
  );
  expect(forHumans('{"level":60,"msg":"Gone","error":{"message":"Gone"}}')).toBe('fatal: Gone');
  expect(forHumans('not "level":50 json')).toBeUndefined();
});
