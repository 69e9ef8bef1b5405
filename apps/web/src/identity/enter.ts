import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { findWorkspace, meQuery } from '../session.ts';

/** Goes to the desk as whoever has just signed in: to an address of this site, a workspace, or the last one used. */
export function useEnter(): (to: { address?: string | undefined; workspaceId?: string }) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async ({ address, workspaceId }) => {
    // Nothing of the person before may be shown to the next.
    client.clear();
    const me = await client.fetchQuery(meQuery);
    const workspace = workspaceId ? findWorkspace(me, workspaceId) : undefined;
    if (workspace) return navigate({ to: `/w/${workspace.slug}/calendar` as string });
    // `//elsewhere` would be another site.
    const isOwn = address !== undefined && /^\/(?![/\\])/.test(address);
    return isOwn ? navigate({ to: '.', href: address }) : navigate({ to: '/' });
  };
}
