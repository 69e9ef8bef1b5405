import type { FakeAnswer } from './fake-server.ts';

export interface FakeOrganization {
  localizedName: string;
  vanityName?: string;
  /** What the member is there. */
  role: string;
}

/** The pages that the member of the fake LinkedIn looks after, and the figures of their posts by the posts’ names. */
export function fakeOrganizations() {
  const all = new Map<string, FakeOrganization>([
    ['2414183', { localizedName: 'Riverside Hospice', vanityName: 'riverside-hospice', role: 'ADMINISTRATOR' }],
    ['5515715', { localizedName: 'Fern Hill Surgery', role: 'CONTENT_ADMINISTRATOR' }],
    ['1337', { localizedName: 'Only looked at', vanityName: 'analyst', role: 'ANALYST' }],
  ]);
  const figures = new Map<string, Record<string, number>>();
  const listed = (query: URLSearchParams, name: string): string[] =>
    /^List\((.*)\)$/.exec(query.get(name) ?? '')?.[1]?.split(',') ?? [];

  const roles = (member: string, query: URLSearchParams): FakeAnswer => {
    const [start, count] = [Number(query.get('start') ?? 0), Number(query.get('count') ?? 10)];
    const elements = [...all].map(([id, { role }]) => ({
      role,
      organization: `urn:li:organization:${id}`,
      roleAssignee: member,
      state: 'APPROVED',
    }));
    return {
      status: 200,
      body: { paging: { start, count, links: [] }, elements: elements.slice(start, start + count) },
    };
  };
  const named = (query: URLSearchParams): FakeAnswer => {
    const results = Object.fromEntries(
      listed(query, 'ids').flatMap((id) => {
        const { role: _, ...shown } = all.get(id) ?? { role: '', localizedName: '' };
        return shown.localizedName ? [[id, { id: Number(id), ...shown }]] : [];
      }),
    );
    return { status: 200, body: { results, statuses: {}, errors: {} } };
  };
  const statistics = (query: URLSearchParams): FakeAnswer => {
    const elements = ['shares', 'ugcPosts']
      .flatMap((name) => listed(query, name).map(decodeURIComponent))
      .flatMap((id) => {
        const totalShareStatistics = figures.get(id);
        const name = id.startsWith('urn:li:share:') ? 'share' : 'ugcPost';
        const organizationalEntity = query.get('organizationalEntity');
        return totalShareStatistics ? [{ [name]: id, organizationalEntity, totalShareStatistics }] : [];
      });
    return { status: 200, body: { paging: { start: 0, count: 10, links: [] }, elements } };
  };
  return { all, figures, roles, named, statistics };
}
