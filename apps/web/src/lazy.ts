import { type ComponentType, createElement, type ReactNode, use } from 'react';

// Into `void` fits whatever is returned: asked what it is, the router's types would go round in circles.
type Part<C> = C extends (props: infer Props) => void
  ? ((props: Props) => ReactNode) & { preload: () => Promise<void> }
  : never;

/** Everything whose code comes later; what has come may bring more. */
const loads: (() => Promise<unknown>)[] = [];
/** Why a part could not be shown, until somebody tries again. */
const faults = new Map<object, unknown>();

/** Browsers remember a file that could not be fetched until the page is loaded again: without a connection none is asked for. */
const offline = new Error('Offline');

/**
 * A component whose code is loaded when it is first shown, or sooner by `preload`, which never rejects. Unlike React's and
 * the router's own, one that could not be fetched is asked for again after `forgetFaults`: who is offline goes on where he
 * was. Shown without its code, it throws what the browser said; `MissingCode` says the rest.
 */
export function lazy<M, K extends keyof M>(importer: () => Promise<M>, name: K): Part<M[K]> {
  let Loaded: M[K] | undefined;
  let loading: Promise<void> | undefined;
  let showing: Promise<void> | undefined;
  const load = () => {
    loading ??= (navigator.onLine ? importer() : Promise.reject(offline))
      .then((module) => {
        Loaded = module[name];
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  };
  loads.push(load);
  const show = () => {
    showing ??= load()
      .catch((fault: unknown) => void faults.set(load, fault))
      .finally(() => {
        showing = undefined;
      });
    return showing;
  };
  const part = (props: object) => {
    if (faults.has(load)) throw faults.get(load);
    if (!Loaded) use(show());
    return createElement(Loaded as ComponentType<object>, props);
  };
  return Object.assign(part, { preload: () => load().catch(() => undefined) }) as unknown as Part<M[K]>;
}

/** What could not be fetched is asked for again when it is next shown. */
export const forgetFaults = () => faults.clear();

/** Whether an error says that code is not there: the connection is lost, or an update has taken the file away. */
export const isMissingCode = (error: unknown) =>
  error === offline || /dynamically imported module|importing a module script|preload CSS/i.test(String(error));

/** Milliseconds after the first screen: its pictures and a person's first click come before this. */
const settled = 5000;
let isBegun = false;

/** Loads the other screens while nothing else goes on, one after the other, so that they open at once and without a connection. */
export function loadTheRest(): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (isBegun || connection?.saveData) return;
  isBegun = true;
  setTimeout(() => void loadAll(), settled);
}

async function loadAll(): Promise<void> {
  try {
    for (const load of loads) {
      await idle();
      await load();
    }
  } catch {
    window.addEventListener('online', () => void loadAll(), { once: true });
  }
}

// Safari has no such callback yet.
const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
