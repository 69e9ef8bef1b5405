import { Problem } from '@mobilise/contracts/problems';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { showProblem } from './ui/toast.tsx';

/*
 * Query keys are `[noun, workspaceId, ...what]`: ['posts', workspace.id, 'calendar', { from, to }]. The live stream names
 * the noun that changed and every query whose key starts with it is fetched again (live.ts). Only ['me'] has no workspace.
 * A mutation whose error its own screen shows says so with `meta: { shown: true }`; any other error becomes a notice.
 */
declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: { shown?: boolean };
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.code === 'unavailable',
    },
    // A change is never queued behind a lost connection: it fails at once, and the person knows.
    mutations: { networkMode: 'always', retry: false },
  },
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'me') askWhoIsThere(error);
    },
  }),
  mutationCache: new MutationCache({
    onError: (error, _input, _context, mutation) => {
      askWhoIsThere(error);
      if (!mutation.meta?.shown) showProblem(error);
    },
  }),
});

/** A session that ended shows first on some other call; the shell watches ['me'] and goes to the sign-in page. */
function askWhoIsThere(error: unknown): void {
  if (error instanceof Problem && error.code === 'not_signed_in')
    void queryClient.invalidateQueries({ queryKey: ['me'] });
}
