import type { ConnectKind } from './kind.ts';

export const linkedinConnect = {
  what: 'A page of your organisation. You sign in at LinkedIn as somebody who looks after it.',
  fields: [],
  help: null,
  removed:
    'Its access is deleted here. Take Mobilise away at LinkedIn as well, under “Permitted services” in the settings of whoever signed in.',
  known: () => ({}),
  signIn: {
    page: 'page',
    needs: 'You need to be a super admin or content admin of the page.',
    noPages:
      'LinkedIn says that you look after no page. Ask a super admin of the page to make you a content admin, then sign in again.',
    setUp: {
      link: { url: 'https://www.linkedin.com/developers/apps', words: 'Your apps at LinkedIn' },
      steps: [
        'Open the page above, choose “Create app”, name it “Mobilise” and name your organisation’s page; a super admin of the page has to verify it.',
        'Under Products, request access to the “Community Management API”. LinkedIn looks at the request, which can take some days.',
        'Under Auth, add the address below to “Authorized redirect URLs for your app”.',
        'Copy “Client ID” and “Primary Client Secret” from the same page into the settings below, and start Mobilise again.',
      ],
    },
  },
} as const satisfies ConnectKind;
