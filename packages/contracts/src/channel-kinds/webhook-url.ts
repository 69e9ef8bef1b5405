import { httpUrl } from '../fields.ts';

/** The address of a webhook: whoever knows it can post, so it is a secret. */
export const webhookUrl = httpUrl.refine((value) => {
  const url = URL.parse(value);
  return !url || (url.username === '' && url.password === '');
}, 'Leave the user name and the password out of the address');
