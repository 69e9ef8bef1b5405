import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { unreachable } from './call.ts';
import { forgetConfidential } from './confidential.ts';
import { uploadStore } from './media/upload-store.ts';

/** Signs out on this device, stops uploads, forgets what was loaded and goes to the sign-in page. */
export function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      // Every screen can sign out, and few ever do: the words of signing in are no part of the first load.
      const { anything, askAuth } = await import('./auth.ts').catch((error: unknown) => {
        throw unreachable(error);
      });
      return askAuth('/sign-out', anything, {});
    },
    onSuccess: async () => {
      uploadStore.keepOnly(null);
      forgetConfidential();
      await navigate({ to: '/sign-in' });
      client.clear();
    },
  });
}
