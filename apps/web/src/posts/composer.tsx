import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { kindWords } from '@mobilise/contracts/item-kinds';
import type { Item } from '@mobilise/contracts/items';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { newId } from '@mobilise/contracts/new-id';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useReducer, useState } from 'react';
import { whatIsMissing } from '../items/missing.ts';
import { lazy } from '../lazy.ts';
import { ChannelChoice } from '../scheduling/channel-choice.tsx';
import { filesFirst, sayGoing } from '../scheduling/files-first.ts';
import { nextSlotsQuery, sayQueued } from '../scheduling/next-slots.ts';
import { sayScheduled } from '../scheduling/own-words.ts';
import type { Intent } from '../scheduling/send-one.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { showNotice } from '../ui/toast.tsx';
import { ChannelColumn } from './channel-column.tsx';
import {
  type Composition,
  contentOf,
  proposedText,
  sayMisfit,
  startComposing,
  stepComposing,
  withoutThere,
} from './composing.ts';
import { keepComposition, keptComposition } from './composition-keeper.ts';
import { previewOf } from './preview-item.ts';
import { SendBar } from './send-bar.tsx';
import { findThere, sayMeanwhile, sayThere, type There } from './there-words.ts';
import { useSending } from './use-sending.ts';

const RepeatDialog = lazy(() => import('../series/repeat-dialog.tsx'), 'RepeatDialog');

interface ComposerProps {
  item: Item;
  channels: readonly Channel[];
  /** Those of the item; what it begins with depends on them as they are then. */
  posts: readonly There[];
}

/** One item on its way to several channels: words, images, link and preview of each, side by side. */
export function Composer({ item, channels: unordered, posts }: ComposerProps) {
  const { id: workspaceId, slug, zone } = useWorkspace();
  const navigate = useNavigate();
  const channels = [...unordered].sort(
    (one, other) => Number(other.kind === 'newsroom') - Number(one.kind === 'newsroom'),
  );
  const images = kindOf(item.kind).images(item.content as ItemContent);
  const site = channels.find(({ kind }) => kind === 'newsroom');
  const page = site ? `${site.address.replace(/\/$/, '')}/${item.slug}` : null;
  const [before] = useState(posts);
  const fresh = () =>
    withoutThere(
      startComposing(
        { title: item.title, summary: item.summary, images },
        channels.map(({ id, kind, state }) => ({ id, kind, isReady: state === 'ready' })),
        page !== null,
      ),
      before,
    );
  const [isRestored, setRestored] = useState(() => keptComposition(workspaceId, item.id) !== null);
  const [composition, dispatch] = useReducer(stepComposing, null, (): Composition => {
    const kept = keptComposition(workspaceId, item.id);
    return kept ? withoutThere(stepComposing(fresh(), { type: 'restored', composition: kept }), before) : fresh();
  });
  const proposed = proposedText(item);
  if (composition.proposed !== proposed || JSON.stringify(composition.offered) !== JSON.stringify(images))
    dispatch({ type: 'proposed', text: proposed, images });
  const { outcomes, isPending, send } = useSending();
  const [intent, setIntent] = useState<Intent | null>(null);
  const [isRepeating, setRepeating] = useState(false);
  // The posts beside which somebody chose their channel. What comes to be on a chosen one later is no decision of theirs.
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const thereOn = (id: string) => findThere(posts, id, composition.postIds[id]);

  const chosen = channels.filter(({ id }) => composition.parts[id]?.isChosen);
  const withWords = chosen.filter(({ kind }) => channelKindOf(kind).limits.text);
  const isAllOwn = withWords.length > 0 && withWords.every(({ id }) => composition.parts[id]?.own !== null);
  const left = chosen.filter(({ id }) => !outcomes.get(id)?.isDone);
  const slots = useQuery(nextSlotsQuery(workspaceId, item.id)).data;
  useEffect(() => {
    // Only what a person changed or tried to send is worth keeping, until all of it is sent.
    const isChanged = JSON.stringify(composition) !== JSON.stringify(fresh());
    const isSent = chosen.length > 0 && left.length === 0;
    keepComposition(workspaceId, item.id, isChanged && !isSent ? composition : null);
  });
  const misfits = left
    .map((channel) => sayMisfit(channel, contentOf(composition, channel, page)))
    .filter((name) => name !== null);

  const repeatable = left.filter(({ kind }) => channelKindOf(kind).shows === 'post');

  /** Leaves out of these what somebody else posted meanwhile, and says so; answers whether there was any. */
  const leavesOut = (going: typeof left): boolean => {
    const come = going.filter(({ id }) => thereOn(id).some((post) => !accepted.has(post.id)));
    if (come.length === 0) return false;
    dispatch({ type: 'chose', channelIds: chosen.filter((one) => !come.includes(one)).map(({ id }) => id) });
    showNotice({ text: sayMeanwhile(come.map(({ name }) => name)), tone: 'wrong' });
    return true;
  };

  const run = async (next: Intent) => {
    // A draft is nobody's second post yet.
    if (next.what !== 'drafts' && leavesOut(left)) return;
    setIntent(next);
    setRestored(false);
    // What has no slots waits for a time of its own.
    const going = next.what === 'queue' ? left.filter(({ id }) => slots?.get(id)) : left;
    const sendings = going.map((channel) => ({
      id: composition.postIds[channel.id] ?? newId(),
      itemId: item.id,
      channelId: channel.id,
      content: contentOf(composition, channel, page),
    }));
    const named = Object.fromEntries(sendings.map(({ channelId, id }) => [channelId, id]));
    const sent = { ...composition, postIds: { ...composition.postIds, ...named } };
    // Before anything leaves: after a reload, too, another try is about the same posts.
    keepComposition(workspaceId, item.id, sent);
    dispatch({ type: 'restored', composition: sent });
    const results = await send(sendings, next);
    const all = chosen.map(({ id }) => results.get(id));
    // Those of this try: what was queued before has its own time.
    const posts = going.flatMap(({ id }) => {
      const outcome = results.get(id);
      return outcome?.isDone && outcome.post ? [outcome.post] : [];
    });
    if (!all.every((outcome) => outcome?.isDone)) {
      const isQueued = next.what === 'queue' && going.every(({ id }) => results.get(id)?.isDone);
      if (isQueued) showNotice({ text: `${sayQueued(posts)} Choose a time for the others.` });
      return;
    }
    showNotice({
      text:
        next.what === 'drafts'
          ? `${posts.length === 1 ? 'A draft is' : `${posts.length} drafts are`} kept.`
          : next.what === 'now'
            ? posts.some(({ state }) => state === 'held')
              ? 'It is held where it waits for an approval or for its channel, and goes out after that.'
              : `It ${sayGoing(filesFirst(item))}`
            : next.what === 'queue'
              ? sayQueued(posts)
              : sayScheduled(posts),
    });
    const at = posts[0]?.wallTime?.slice(0, 10);
    await navigate({ to: `/w/${slug}/calendar` as string, search: (at ? { date: at } : {}) as never });
  };

  return (
    <Page className="grow pb-0!">
      <PageHeader
        title={`Post “${item.title}”`}
        above={
          <Link to={`/w/${slug}/items/${item.id}` as string} className="text-link">
            {kindWords[item.kind].label}, revision {item.revision}
          </Link>
        }
      />
      {isRestored && (
        <div role="status" className="flex flex-wrap items-center gap-3 border-l-2 border-going py-1 pl-3">
          <p>These are the words you left here last time.</p>
          <Button
            size="small"
            onPress={() => {
              dispatch({ type: 'restored', composition: fresh() });
              setRestored(false);
            }}
          >
            Start again
          </Button>
        </div>
      )}
      <ChannelChoice
        channels={channels}
        selected={chosen.map(({ id }) => id)}
        onChange={(channelIds) => {
          const added = channelIds.filter((id) => !composition.parts[id]?.isChosen);
          setAccepted(new Set([...accepted, ...added.flatMap(thereOn).map(({ id }) => id)]));
          dispatch({ type: 'chose', channelIds });
        }}
        done={new Map([...outcomes].filter(([, { isDone }]) => isDone))}
        notes={
          new Map(
            channels.flatMap(({ id }) => {
              const [post] = thereOn(id);
              return post ? [[id, `has this item already: ${sayThere(post, zone)}`]] : [];
            }),
          )
        }
      />
      {withWords.length > 1 && !isAllOwn && (
        <TextArea
          label="Text for all"
          description="A channel can have words of its own below."
          value={composition.text}
          onChange={(text) => dispatch({ type: 'wrote', text })}
          rows={4}
          maxLength={10_000}
          className="max-w-2xl"
        />
      )}
      {chosen.length === 0 ? (
        <p className="py-6 text-ink-soft">Choose a channel to write for.</p>
      ) : (
        <div className="grid gap-x-6 gap-y-8 sm:grid-cols-[repeat(auto-fit,minmax(20rem,1fr))]">
          {chosen.map((channel) => (
            <ChannelColumn
              key={channel.id}
              channel={channel}
              item={{ id: item.id, ...previewOf(item, item, item.showId) }}
              offered={images}
              page={page}
              composition={composition}
              isAlone={withWords.length < 2}
              dispatch={dispatch}
              outcome={outcomes.get(channel.id) ?? null}
              isPending={isPending}
              onRetry={intent ? (changes) => void run({ ...intent, ...changes } as Intent) : null}
            />
          ))}
        </div>
      )}
      <SendBar
        channels={left}
        slots={slots}
        misfits={misfits}
        item={item}
        missing={whatIsMissing(item.kind, item.content)}
        isPending={isPending}
        onSend={(next) => void run(next)}
        onRepeat={repeatable.length > 0 ? () => leavesOut(repeatable) || setRepeating(true) : null}
      />
      <Suspense>
        {isRepeating && (
          <RepeatDialog
            item={{ id: item.id, title: item.title }}
            channels={repeatable.map((channel) => ({
              channelId: channel.id,
              channelName: channel.name,
              channelKind: channel.kind,
              content: contentOf(composition, channel, page),
            }))}
            others={left.filter((channel) => !repeatable.includes(channel)).map(({ name }) => name)}
            wallTime={null}
            onClose={() => setRepeating(false)}
          />
        )}
      </Suspense>
    </Page>
  );
}
