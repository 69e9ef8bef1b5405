import { type Consent, createConsent, removeConsent, updateConsent } from '@mobilise/contracts/consents';
import type { RouteInput } from '@mobilise/contracts/route';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';

export type ConsentFields = Omit<NonNullable<RouteInput<typeof createConsent>['body']>, 'assetIds'>;

/** A new consent with all that is said of it, or one with what changes. */
export type Written = { consent: null; fields: ConsentFields } | { consent: Consent; fields: Partial<ConsentFields> };

/** Fetches again what shows consents. */
export function useRefreshConsents(): () => void {
  const client = useQueryClient();
  const { id: workspace } = useWorkspace();
  return () => {
    for (const noun of ['consents', 'assets', 'posts']) void client.invalidateQueries({ queryKey: [noun, workspace] });
  };
}

/** What can be done about the consents of one upload. */
export function useConsents(assetId: string) {
  const { id: workspace } = useWorkspace();
  const refresh = useRefreshConsents();
  const common = { meta: { shown: true }, onSettled: refresh };
  const change = (consent: Consent, body: Partial<ConsentFields> & { assetIds?: string[] }) =>
    call(updateConsent, {
      params: { workspace, consent: consent.id },
      body: { ...body, version: consent.version },
    });
  return {
    write: useMutation({
      ...common,
      mutationFn: ({ consent, fields }: Written) =>
        consent
          ? change(consent, fields)
          : call(createConsent, { params: { workspace }, body: { ...fields, assetIds: [assetId] } }),
    }),
    link: useMutation({
      ...common,
      mutationFn: (consent: Consent) => change(consent, { assetIds: [...consent.assetIds, assetId] }),
    }),
    unlink: useMutation({
      onSettled: refresh,
      mutationFn: (consent: Consent) => change(consent, { assetIds: consent.assetIds.filter((id) => id !== assetId) }),
    }),
    remove: useMutation({
      ...common,
      mutationFn: (consent: Consent) => call(removeConsent, { params: { workspace, consent: consent.id } }),
    }),
  };
}
