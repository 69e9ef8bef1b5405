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
    writeStory: async (title: string, words = 'Come on Saturday.') => {
      const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] };
      const { id } = await ask('POST', '/items', { kind: 'story', title, content: { leadImage: null, body } });
      return String(id);
    },
    newsroom: async () => String(((await ask('GET', '/channels'))['data'] as { id: string }[])[0]?.id),
    /** The words of an item as the server has them. */
    wordsOf: async (item: string) => JSON.stringify((await ask('GET', `/items/${item}`))['content']),
  };
}
