import { type Connection, connect } from '@mobilise/db/connect';
import { startTestServer } from '@mobilise/db/testing';
import { onEnd } from '../clean-up.ts';
import { note, short } from '../figure.ts';
import { type Desk, type Product, setUp, startProduct } from '../product.ts';
import { type Seed, seed } from './seed.ts';

/** The product as a new user has it, set up and with nothing in it yet. */
export interface FreshStage {
  product: Product;
  desk: Desk;
}

/** The product with years of work in it: 100,000 posts. */
export interface BusyStage extends FreshStage {
  connection: Connection;
  seed: Seed;
}

interface Set<S> {
  stage: S;
  strike: () => Promise<void>;
}

export async function freshStage(): Promise<Set<FreshStage>> {
  const product = await startProduct({ web: true });
  return { stage: { product, desk: await setUp(product) }, strike: product.stop };
}

export async function busyStage(): Promise<Set<BusyStage>> {
  const server = await startTestServer({ durable: true });
  const stopServer = onEnd(server.stop);
  const { url } = await server.createDatabase();
  const connection = connect(url, { max: 2, name: 'mobilise bench' });
  const product = await startProduct({ databaseUrl: url, web: false });
  const desk = await setUp(product);
  const began = performance.now();
  const seeded = await seed(connection, desk);
  note(`100,000 posts written in ${short((performance.now() - began) / 1000)} s`);
  const strike = async () => {
    await product.stop();
    await connection.end();
    await stopServer();
  };
  return { stage: { product, desk, connection, seed: seeded }, strike };
}
