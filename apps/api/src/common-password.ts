/**
 * Words that passwords which are guessed first are made of, with those of this trade: our choice, and no list of leaked ones. Names
 * of people are left to the limit of tries: whoever guesses them has ten a minute.
 */
const words =
  'administrator admin password passwort passw0rd pass welcome letmein changeme iloveyou loveyou qwerty qwertz azerty asdf zxcv login ' +
  'secret master user guest test default root hello computer internet whatever trustno football baseball basketball liverpool ' +
  'chelsea arsenal everton manchester united rangers celtic monkey dragon sunshine princess shadow superman batman starwars pokemon ' +
  'freedom charlie michael jordan hunter killer flower cookie summer autumn winter spring monday tuesday wednesday thursday friday ' +
  'saturday sunday january february april august september october november december london england hospital hospice doctor nurse ' +
  'mobilise newsroom please';

/** Rows of keys, up and down, and other ways to run along: parts of these, three or longer, say as little as a word. */
const runs = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'zaq12wsxcde34rfvbgt5',
];

/** Characters besides such words and runs that make a password of its own: `2026!` after a word does not. */
const fewestOwn = 5;

const common = new RegExp(
  words
    .split(' ')
    .sort((one, other) => other.length - one.length)
    .join('|'),
  'g',
);
const years = /(?:19|20)\d\d/g;
const repeated = /(.{1,4}?)\1{2,}/gs;

/** What to do about a password that everybody who guesses tries first; null for any other. Length is checked elsewhere. */
export function commonPassword(password: string): string | null {
  const plain = password.toLowerCase().replaceAll(/[\s_.-]/g, '');
  const spelt = plain.replace(/[@$0!]/g, (sign) => ({ '@': 'a', $: 's', '0': 'o', '!': 'i' })[sign] ?? sign);
  const own = Math.min(ownLength(plain), ownLength(spelt));
  return own < fewestOwn
    ? 'This password is one of the first that are guessed. Use three or four words that have nothing to do with each other'
    : null;
}

function ownLength(password: string): number {
  const rest = password.replace(common, ' ').replace(years, ' ').replace(repeated, ' ');
  return withoutRuns(rest).replaceAll(' ', '').length;
}

function withoutRuns(password: string): string {
  let rest = '';
  for (let at = 0; at < password.length; ) {
    const length = runAt(password, at);
    rest += length >= 3 ? ' ' : password.charAt(at);
    at += Math.max(length >= 3 ? length : 1, 1);
  }
  return rest;
}

/** Characters of the longest run that begins there. */
function runAt(password: string, at: number): number {
  let longest = 0;
  for (const run of runs.flatMap((keys) => [keys, [...keys].reverse().join('')])) {
    let length = 0;
    while (at + length < password.length && run.includes(password.slice(at, at + length + 1))) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}
