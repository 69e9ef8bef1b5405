import type { Socket } from 'node:net';
import { connect, createServer } from 'node:tls';
import { type Breaker, breaker, drip, type Fault, type Hands, tooLongBytes } from './faults.ts';
import type { SmtpFake } from './smtp-fake.ts';
import { certificate, privateKey } from './smtp-fake-certificate.ts';

/** What a client says at a time: a command, by its first four letters, or a whole message with the dot that ends it. */
export interface SmtpRequest {
  step: string;
  text: string;
}

export type SmtpFaultProxy = Breaker<SmtpRequest>;

interface Ends {
  client: Socket;
  server: Socket;
  malformed: string;
  /** Passes the request on; resolves with the server's whole reply, null when it is gone. */
  pass: (text: string) => Promise<string | null>;
}

const line = /^.*\r\n/;
const message = /^(?:.*\r\n)*?\.\r\n/;
const reply = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/;

/** What `faults.ts` does to HTTP, between a client and the fake mail server, both of which it speaks TLS with. */
export async function smtpFaultProxy(
  fake: SmtpFake,
  { malformed = '{"queued": tr' }: { malformed?: string } = {},
): Promise<SmtpFaultProxy> {
  const serve = async (client: Socket, { open, strikeOn }: Hands<SmtpRequest>) => {
    const server = open(connect({ host: '127.0.0.1', port: fake.port, servername: fake.host }));
    const [heard, answered] = [reader(client), reader(server)];
    const ends: Ends = {
      client,
      server,
      malformed,
      pass: (text) => {
        server.write(text, 'latin1');
        return answered(reply);
      },
    };
    let answer = await answered(reply);
    let step = '';
    while (answer !== null) {
      client.write(answer, 'latin1');
      const isMessage = step === 'DATA' && answer.startsWith('354');
      const text = await heard(isMessage ? message : line);
      if (text === null) break;
      step = isMessage ? 'message' : text.slice(0, 4).toUpperCase();
      const request = { step, text };
      const strike = strikeOn(request);
      if (strike && isWire(strike.fault)) {
        await befall(strike.fault, text, ends);
        return strike.struck();
      }
      answer = strike?.fault === '500 before accepting' ? await refuse(fake, request, ends) : await ends.pass(text);
      strike?.struck();
    }
    client.destroy();
    server.destroy();
  };
  return breaker(serve, (onClient) => createServer({ key: privateKey, cert: certificate }, onClient));
}

type WireFault = Exclude<Fault, '500 before accepting'>;

/** All of them but one end the connection, or leave it hanging. */
function isWire(fault: Fault): fault is WireFault {
  return fault !== '500 before accepting';
}

/** A refusal for now. A message can be refused by the server alone, which would otherwise wait for its end for ever. */
async function refuse(fake: SmtpFake, { step, text }: SmtpRequest, { pass }: Ends): Promise<string | null> {
  const refusal = { status: 451, words: '4.3.0 Local error in processing' };
  if (step !== 'message') return `${refusal.status} ${refusal.words}\r\n`;
  const { onMessage } = fake;
  fake.onMessage = () => refusal;
  const answer = await pass(text);
  fake.onMessage = onMessage;
  return answer;
}

/** Acts out a fault; resolves when the server has done all that it will do. */
async function befall(fault: WireFault, text: string, { client, server, malformed, pass }: Ends): Promise<void> {
  switch (fault) {
    case 'dropped before it arrived':
      client.destroy();
      server.destroy();
      return;
    case 'dropped midway':
      await new Promise((written) => server.write(text.slice(0, Math.floor(text.length / 2)), 'latin1', written));
      client.destroy();
      server.destroy();
      return;
    case 'swallowed without an answer':
      return;
    case '429 with Retry-After':
      // SMTP names no time; it has a reply with which a server takes its leave.
      client.end('421 4.7.0 Too many messages, try again later\r\n');
      server.destroy();
      return;
  }
  const answer = await pass(text);
  switch (fault) {
    case 'accepted, the answer lost':
      client.destroy();
      return;
    case 'accepted, the connection half-closed':
      client.end();
      return;
    case 'accepted, the answer too late':
      return;
    case 'accepted, the answer dripping in':
      drip(client, Buffer.from(`${answer?.slice(0, 3)}-${'and so on, '.repeat(1000)}`));
      return;
    case '500 after accepting':
      // A message that is answered 4yz or 5yz is not accepted (RFC 5321, 4.2.5). This server breaks down as it begins to say so.
      client.end('4');
      return;
    case 'accepted, the answer malformed':
      client.end(`${malformed}\r\n`);
      return;
    case 'accepted, the answer too long':
      client.write(`${answer?.slice(0, 3)} ${'x'.repeat(tooLongBytes)}`);
      return;
  }
}

/** Reads a socket up to what a pattern matches; null when the other side left before. */
function reader(socket: Socket): (pattern: RegExp) => Promise<string | null> {
  const parts = socket.setEncoding('latin1')[Symbol.asyncIterator]() as AsyncIterator<string>;
  let text = '';
  return async (pattern) => {
    for (;;) {
      const [found] = pattern.exec(text) ?? [];
      if (found !== undefined) {
        text = text.slice(found.length);
        return found;
      }
      const part = await parts.next().catch(() => null);
      if (!part || part.done) return null;
      text += part.value;
    }
  };
}
