import { randomUUID } from 'node:crypto';
import { TestNetworkNoAppView } from '@atproto/dev-env';

/** A record as the server lists it. */
export interface PdsRecord {
  uri: string;
  cid: string;
  value: Record<string, unknown>;
}

export interface Pds {
  url: string;
  did: string;
  handle: string;
  password: string;
  /** Every post in the account, as anybody may read them. */
  records: () => Promise<PdsRecord[]>;
  close: () => Promise<void>;
}

/**
 * A real personal data server with a directory of its own, on random ports, holding one account. It has no app view: it
 * keeps posts and serves them, and counts no likes.
 */
export async function startPds(): Promise<Pds> {
  const network = await TestNetworkNoAppView.create({});
  const { url } = network.pds;
  const handle = 'riverside.test';
  const password = randomUUID();
  const agent = network.pds.getAgent();
  const { data } = await agent.createAccount({ handle, password, email: 'team@riverside.example' });
  const { did } = data;
  return {
    url,
    did,
    handle,
    password,
    records: () => listRecords(url, did),
    close: () => network.close(),
  };
}

async function listRecords(url: string, did: string): Promise<PdsRecord[]> {
  const query = new URLSearchParams({ repo: did, collection: 'app.bsky.feed.post', limit: '100' });
  const response = await fetch(`${url}/xrpc/com.atproto.repo.listRecords?${query}`);
  if (!response.ok) throw new Error(`listRecords answered ${response.status}: ${await response.text()}`);
  const { records } = (await response.json()) as { records: PdsRecord[] };
  return records;
}
