import type { Action } from '@mobilise/contracts/roles';
import { can } from '@mobilise/contracts/roles';
import { getMe, type Me } from '@mobilise/contracts/team';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { call } from './call.ts';

export type MyWorkspace = Me['workspaces'][number];

/** The signed-in person; Problem `not_signed_in` when there is none. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call(getMe, { signal }),
  staleTime: 5 * 60_000,
});

/** The signed-in person as a query. */
export function useMe() {
  return useQuery(meQuery);
}

/** What the shell knows once everybody below it may rely on it. */
export const DeskContext = createContext<{ me: Me; workspace: MyWorkspace } | null>(null);

function useDesk() {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('Only screens below /w/$workspace have a workspace');
  return desk;
}

/** The workspace of this page, with the person's role in it. */
export function useWorkspace(): MyWorkspace {
  return useDesk().workspace;
}

/** The signed-in person, below the shell. */
export function usePerson(): Me {
  return useDesk().me;
}

/** Whether the signed-in person may take an action here. The server decides again. */
export function useCan(action: Action): boolean {
  return can(useDesk().workspace.role, action);
}

/** The workspace an address names, by its slug or its id. */
export function findWorkspace(me: Me, slugOrId: string): MyWorkspace | undefined {
  return me.workspaces.find(({ slug, id }) => slug === slugOrId || id === slugOrId);
}
