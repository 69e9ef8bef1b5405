/** What the publisher puts on record about a send where the platform said nothing: our words, none of the platform's. */
export const ourWords = {
  stopped: 'The publisher stopped before the channel’s answer could be kept.',
  stalled: 'The publisher was stopped for too long to be sure of its turn; nothing was sent.',
  held: 'The hold switch was pressed before anything was sent.',
} as const;

const unanswered = 'There was no answer within ';

/** That the platform did not answer within so many milliseconds. */
export const noAnswerWithin = (milliseconds: number): string => `${unanswered}${milliseconds / 1000} seconds.`;

/** What is said of a host that cannot be reached, or that gave no answer of its own; `detail` is the system's. */
export const hostWords = {
  late: (host: string) => `${host} did not answer in time`,
  givenUp: (host: string) => `The request to ${host} was given up`,
  nameless: (host: string) => `There is no server called ${host}`,
  noLookup: (host: string) => `The name ${host} could not be looked up`,
  noAddress: (host: string) => `${host} has no address`,
  refused: (host: string) => `${host} refused the connection`,
  closed: (host: string) => `${host} closed the connection before it had answered`,
  unreachable: (host: string) => `${host} cannot be reached from here`,
  failed: (host: string, detail: string) => `The connection to ${host} failed: ${detail}`,
  noConnection: (host: string, detail: string) => `No connection to ${host}: ${detail}`,
  noEncryption: (host: string, detail: string) => `No encrypted connection to ${host}: ${detail}`,
  noSignIn: (host: string, detail: string) => `${host} did not let us sign in: ${detail}`,
  redirect: (host: string) => `${host} answered with a redirect`,
  redirects: (host: string, most: string) => `${host} redirected more than ${most} times`,
  nowhere: (host: string) => `${host} redirected to something that is no address`,
  tooLong: (host: string, bytes: string) => `${host} answered with more than ${bytes} bytes`,
  moved: (host: string, address: string) => `${host} has moved to ${address}`,
  status: (host: string, status: string) => `${host} answered with status ${status}`,
  notSecure: (host: string) => `${host} may only be reached over https.`,
  private: (host: string) => `${host} is an address inside a private network and may not be reached from here.`,
} as const satisfies Record<string, (host: string, detail: string) => string>;

const ours: ReadonlySet<string> = new Set(Object.values(ourWords));
// A name of a host has no space; the marks stand for it and for the detail.
const ofHosts = Object.values(hostWords).map(
  (say: (host: string, detail: string) => string) =>
    new RegExp(`^${escaped(say('<host>', '<detail>')).replace('<host>', '\\S+').replace('<detail>', '.+')}$`, 's'),
);

/** A failure on record, for people to read: the platform's words as a quotation, ours as they are. */
export const sayFailure = (failure: string): string => (isOurs(failure) ? failure : `It said: “${failure}”`);

function isOurs(failure: string): boolean {
  return ours.has(failure) || failure.startsWith(unanswered) || ofHosts.some((words) => words.test(failure));
}

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
