import type { Page } from 'playwright-core';

/** The API as the person signed in on a page: what a screen would need many steps for. Throws what is refused. */
export function deskApi(page: Page) {
  let workspace: string | undefined;
  const send = async (method: string, path: string, data?: object): Promise<Record<string, unknown>> => {
    const response = await page.request.fetch(`/api/v1${path}`, { method, ...(data && { data }) });
    if (!response.ok())
      throw new Error(`${method} ${path} was answered with ${response.status()}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const own = async () => {
    workspace ??= ((await send('GET', '/me'))['workspaces'] as { id: string }[])[0]?.id;
    return `/workspaces/${workspace}`;
  };
  const ask = async (method: string, path: string, data?: object) => send(method, `${await own()}${path}`, data);
  return {
    ask,
    writeStory: async (
      title: string,
      words = 'Come on Saturday.',
      leadImage: { assetId: string; alt: string } | null = null,
    ) => {
      const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] };
      const { id } = await ask('POST', '/items', { kind: 'story', title, content: { leadImage, body } });
      return String(id);
    },
    /** Uploads a file in one request; answers its id. */
    upload: async (filename: string, mime: string, data: Buffer) => {
      const address = `/api/v1${await own()}/assets?filename=${encodeURIComponent(filename)}`;
      const answer = await page.request.post(address, { data, headers: { 'Content-Type': mime } });
      if (!answer.ok()) throw new Error(`${filename} was refused: ${await answer.text()}`);
      return String((await answer.json()).id);
    },
    /** A post of an item on the newsroom, sent at once, or scheduled; answers its id. */
    post: async (itemId: string, schedule?: { wallTime: string }) => {
      const [site] = (await ask('GET', '/channels'))['data'] as { id: string }[];
      const made = await ask('POST', '/posts', { itemId, channelId: site?.id, ...(schedule && { schedule }) });
      if (!schedule) await ask('POST', `/posts/${String(made['id'])}/publish-now`, { version: made['version'] });
      return String(made['id']);
    },
    stateOf: async (post: string) => (await ask('GET', `/posts/${post}`))['state'],
    newsroom: async () => String(((await ask('GET', '/channels'))['data'] as { id: string }[])[0]?.id),
    /** The words of an item as the server has them. */
    wordsOf: async (item: string) => JSON.stringify((await ask('GET', `/items/${item}`))['content']),
  };
}
