import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import { kindWords } from '@mobilise/contracts/item-kinds';
import type { PostContent } from '@mobilise/contracts/post-content';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useWorkspace } from '../session.ts';
import { showQuery } from '../shows/show-queries.ts';
import { cx } from '../ui/cx.ts';
import { Picture } from './picture.tsx';
import type { PreviewItem } from './preview-item.ts';
import { PreviewPlayer } from './preview-player.tsx';

interface PreviewProps {
  channel: { kind: ChannelKindName; name: string; address: string };
  content: PostContent;
  item: PreviewItem;
}

/** How a post will look on its channel: its shape and its order, not every pixel. */
export function Preview(props: PreviewProps) {
  const { kind } = props.channel;
  return (
    <section
      aria-label={`Preview on ${channelKindOf(kind).label}`}
      className="max-w-2xl overflow-hidden rounded-base border border-line bg-sheet"
    >
      {channelKindOf(kind).shows === 'item' ? <ItemPreview {...props} /> : <PostPreview {...props} />}
      {(props.content.thread ?? []).map((part, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is nothing but its place in the thread
          key={index}
          className={cx('border-t border-line', channelKindOf(kind).thread?.noun === 'comment' && 'bg-ground pl-8')}
        >
          <PostPreview {...props} content={{ ...part, link: null }} />
        </div>
      ))}
    </section>
  );
}

function ItemPreview({ channel, item: { kind, title, summary, coverOf, played, ...item } }: PreviewProps) {
  const { id: workspaceId } = useWorkspace();
  const isCovered = channel.kind === 'newsroom' && coverOf !== null;
  const show = useQuery({ ...showQuery(workspaceId, coverOf ?? ''), enabled: isCovered }).data;
  const leadId = (isCovered ? show?.artworkId : null) ?? item.leadId;
  return (
    <>
      {leadId && <Picture assetId={leadId} alt="" className="aspect-[16/9] w-full" />}
      <div className="flex flex-col gap-1 p-4">
        <p className="text-small font-semibold text-ink-soft">
          {channel.name} · {kindWords[kind].label}
        </p>
        <p className="text-title leading-tight font-semibold text-balance wrap-anywhere">{title}</p>
        {summary && <p className="text-lead text-ink-soft wrap-anywhere">{summary}</p>}
        {played && <PreviewPlayer played={played} />}
      </div>
    </>
  );
}

function PostPreview({ channel: { name, address }, content: { text, images, link }, item }: PreviewProps) {
  const shown = images.slice(0, 4);
  return (
    <div className="flex gap-2.5 p-3">
      <span
        aria-hidden
        className="grid size-10 shrink-0 place-items-center rounded-full border border-line bg-accent-soft font-semibold text-accent"
      >
        {[...name][0]}
      </span>
      <div className="flex min-w-0 grow flex-col gap-1.5">
        <p className="flex min-w-0 flex-wrap gap-x-1.5">
          <span className="font-semibold">{name}</span>
          <span className="truncate text-ink-soft">{address}</span>
        </p>
        {text ? (
          <p className="whitespace-pre-wrap wrap-anywhere">
            <Faceted text={text} />
          </p>
        ) : (
          !link && shown.length === 0 && <p className="text-ink-soft">Nothing written yet.</p>
        )}
        {shown.length > 0 && (
          <div className={cx('grid gap-1 overflow-hidden rounded-base', shown.length > 1 && 'grid-cols-2')}>
            {shown.map(({ assetId, alt }, index) => (
              <Picture
                key={assetId}
                assetId={assetId}
                alt={alt}
                className={cx(
                  'w-full',
                  shown.length === 1 ? 'max-h-80' : 'aspect-square',
                  shown.length === 3 && index === 0 && 'row-span-2 aspect-auto h-full',
                )}
              />
            ))}
          </div>
        )}
        {link && shown.length === 0 && (
          <div className="overflow-hidden rounded-base border border-line">
            {item.leadId && (
              <Picture assetId={item.leadId} alt="" className="aspect-[1.91] w-full border-b border-line" />
            )}
            <div className="flex flex-col gap-0.5 p-2.5">
              <p className="line-clamp-2 font-semibold wrap-anywhere">{item.title}</p>
              {item.summary && <p className="line-clamp-2 text-small wrap-anywhere">{item.summary}</p>}
              <p className="truncate text-small text-ink-soft">{hostOf(link)}</p>
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

const hostOf = (link: string) => (URL.canParse(link) ? new URL(link).host : link);

/** Links, mentions and tags in colour, as social channels mark them. */
function Faceted({ text }: { text: string }) {
  let at = 0;
  return text.split(/((?:https?:\/\/|(?<=^|\s)[@#])[^\s]+)/gu).map((piece, index) => {
    at += piece.length;
    return index % 2 ? (
      <span key={`${at}`} className="text-accent">
        {piece}
      </span>
    ) : (
      <Fragment key={`${at} plain`}>{piece}</Fragment>
    );
  });
}
