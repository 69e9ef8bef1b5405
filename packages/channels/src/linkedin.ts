import { linkedinConfig } from '@mobilise/contracts/channel-kinds/linkedin';
import type { Adapter, Change, Connection, Finding, Outcome, OutgoingPost } from './adapter.ts';
import { refuse, refusedConnect } from './connecting.ts';
import { type Account, openAccount, refresh } from './linkedin-api.ts';
import { editComment, findComment, isComment, publishComment, removeComment } from './linkedin-comments.ts';
import { engagement } from './linkedin-engagement.ts';
import { findPost, findTwin, whereabouts } from './linkedin-look.ts';
import { allAvailable, uploadRest } from './linkedin-media.ts';
import { adviceFor, beforeWrite, ofChange, ofCheck, ofWrite } from './linkedin-outcome.ts';
import { readError, withHeaders } from './linkedin-request.ts';
import { linkedinService, linkedinSignIn, readPages } from './linkedin-sign-in.ts';
import { littleText } from './linkedin-text.ts';
import { callService, failureIn, ServiceFailure, wordsOf } from './service.ts';
import { grantedPage, renewalOf } from './sign-in.ts';
import { stillUploading } from './whole-item.ts';

/** Seconds after which a post whose images LinkedIn is still at work on comes again. */
const processing = 15;

/**
 * A page on LinkedIn, in the name of somebody who looks after it. LinkedIn knows no key for a send, so after an unknown outcome
 * the page’s own list tells; and it refuses the same words twice, which keeps a second one from appearing in any case.
 */
export const linkedin = {
  kind: 'linkedin' as const,
  signIn: linkedinSignIn,
  refresh,
  connect,
  check,
  publish,
  reconcile,
  edit,
  remove,
  engagement,
} satisfies Adapter;

/** Of what somebody allowed and the page they chose. */
async function connect(...[typed, way]: Parameters<Adapter['connect']>): ReturnType<Adapter['connect']> {
  const { page, grant, origin } = grantedPage.parse(typed);
  const service = linkedinService(origin);
  const reach = { service, secrets: [grant.accessToken], ...way };
  try {
    const { pages, member } = await readPages((path) =>
      callService(reach, path, withHeaders({}, grant.accessToken), readError),
    );
    const found = pages.find(({ urn }) => urn === page);
    if (!found)
      throw refuse('Whoever signed in does not look after this page.', {
        field: 'page',
        advice: 'Sign in at LinkedIn as somebody who does.',
      });
    const { urn: organization, name, vanityName } = found;
    return {
      config: linkedinConfig.parse({ service, organization, name, vanityName }),
      ...renewalOf({ ...grant, member }),
    };
  } catch (error) {
    throw refusedConnect(error, (failure) => ({ field: 'page', advice: adviceFor(failure).advice }));
  }
}

async function check(connection: Connection): ReturnType<Adapter['check']> {
  try {
    const { organization, call } = openAccount(connection);
    const { pages } = await readPages(call);
    if (pages.some(({ urn }) => urn === organization)) return { ok: true };
    const message = 'Whoever signed in does not look after this page any more';
    return { ok: false, message, ...adviceFor(new ServiceFailure(message, { status: 403, sent: true })) };
  } catch (error) {
    return ofCheck(error);
  }
}

async function publish(post: OutgoingPost, connection: Connection): Promise<Outcome> {
  if (post.replyTo) return publishComment(post, connection);
  let account: Account;
  let images: string[];
  try {
    account = openAccount(connection);
    images = await uploadRest(account, post, connection);
    if (!(await allAvailable(account, images, connection.signal)))
      return { outcome: 'waiting', message: 'LinkedIn is still at work on an image.', seconds: processing };
  } catch (error) {
    return stillUploading(error) ?? beforeWrite(error);
  }
  try {
    return { outcome: 'published', ...whereabouts(await create(account, post, images)) };
  } catch (error) {
    return (await outcomeOfTwin(account, post, error)) ?? ofWrite(error);
  }
}

/** Makes the post; answers its name. */
async function create(account: Account, post: OutgoingPost, images: readonly string[]): Promise<string> {
  const content = contentOf(post, images);
  const body = JSON.stringify({
    author: account.organization,
    commentary: littleText(post.text),
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    ...(content && { content }),
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
  });
  const urn = (await account.call('/rest/posts', { method: 'POST', body })).headers.get('x-restli-id');
  if (urn && postUrn.test(urn)) return urn;
  throw new ServiceFailure('LinkedIn did not tell the name of the post', { status: null, sent: true });
}

function contentOf({ images, card }: OutgoingPost, urns: readonly string[]) {
  const shown = images.map(({ alt }, index) => ({ id: urns[index], altText: alt }));
  if (shown.length > 1) return { multiImage: { images: shown } };
  if (shown.length === 1) return { media: shown[0] };
  if (!card) return null;
  const [thumbnail] = urns;
  const { url: source, title, description } = card;
  return {
    article: { source, title, description, ...(thumbnail && { thumbnail, thumbnailAltText: card.image?.alt ?? '' }) },
  };
}

const postUrn = /^urn:li:(?:share|ugcPost):\d+$/;

/** An earlier try may have arrived although the list did not show it yet: then LinkedIn names the post it is the same as. */
async function outcomeOfTwin(account: Account, post: OutgoingPost, error: unknown): Promise<Outcome | null> {
  const failure = failureIn(error);
  const [urn] = failure?.error === 'DUPLICATE_POST' ? (/urn:li:(?:share|ugcPost):\d+/.exec(failure.message) ?? []) : [];
  if (!urn) return null;
  try {
    const twin = await findTwin(account, post, urn);
    return twin === null ? null : { outcome: 'published', ...whereabouts(twin) };
  } catch (lookError) {
    const isGone = failureIn(lookError)?.status === 404;
    return isGone ? null : { outcome: 'unknown', message: wordsOf(lookError) };
  }
}

async function reconcile(post: OutgoingPost, connection: Connection, since: string): Promise<Finding> {
  try {
    return await (post.replyTo ? findComment : findPost)(openAccount(connection), post, since);
  } catch (error) {
    return { found: 'unknown', message: wordsOf(error) };
  }
}

/** The words alone: LinkedIn changes nothing else of a post. */
async function edit(remoteId: string, post: OutgoingPost, connection: Connection): Promise<Change> {
  if (isComment(remoteId)) return editComment(remoteId, post.text, connection);
  try {
    const body = JSON.stringify({ patch: { $set: { commentary: littleText(post.text) } } });
    const headers = { 'x-restli-method': 'PARTIAL_UPDATE' };
    await openAccount(connection).call(pathOf(remoteId), { method: 'POST', headers, body });
    return { change: 'done', remoteUrl: whereabouts(remoteId).remoteUrl };
  } catch (error) {
    return ofChange(error);
  }
}

/** One that is gone already is no error to LinkedIn. */
async function remove(remoteId: string, connection: Connection): Promise<Change> {
  if (isComment(remoteId)) return removeComment(remoteId, connection);
  try {
    await openAccount(connection).call(pathOf(remoteId), { method: 'DELETE' });
    return { change: 'done' };
  } catch (error) {
    return ofChange(error);
  }
}

function pathOf(urn: string): string {
  return `/rest/posts/${encodeURIComponent(urn)}`;
}
