import type { ChannelKindName } from '@mobilise/contracts/channels';

/** What is public of a connection of a kind; `unique` makes it another one than every other. */
export function channelConfig(kind: ChannelKindName, unique: string): Record<string, unknown> {
  switch (kind) {
    case 'newsroom':
      return { slug: `fern-hill-${unique}`, description: 'News from Fern Hill', colour: '#0f766e' };
    case 'mastodon':
      return { server: 'https://social.example.org', accountId: unique, handle: `fernhill_${unique}@example.org` };
    case 'linkedin':
      return {
        service: 'https://api.linkedin.com',
        organization: `urn:li:organization:${Number.parseInt(unique, 16)}`,
        name: 'Fern Hill Hospice',
        vanityName: null,
      };
    case 'wordpress': {
      const site = `https://fernhill-${unique}.example.org/`;
      return { site, root: `${site}wp-json/`, userName: 'communications' };
    }
    case 'ghost': {
      const site = `https://fernhill-${unique}.example.org/`;
      return { site, api: `${site}ghost/api/admin/` };
    }
    case 'telegram':
      return {
        service: 'https://api.telegram.org',
        chatId: `-100${Number.parseInt(unique, 16)}`,
        title: 'Fern Hill',
        username: null,
        botId: 1,
        bot: 'fernhill_bot',
      };
    case 'slack':
    case 'teams':
      return { place: 'News at Fern Hill', host: 'hooks.example.org' };
    case 'email':
      return {
        ...{ host: 'smtp.example.org', port: 465, security: 'tls', user: null, fromName: 'Fern Hill', replyTo: null },
        ...{ from: `news-${unique}@fernhill.example.org`, postalAddress: '1 Fern Hill', about: 'News from Fern Hill' },
      };
    case 'webhook':
      return { host: 'intranet.example.org' };
    default:
      return { service: 'https://pds.example.org', handle: 'fernhill.example.org', did: `did:plc:${unique}` };
  }
}
