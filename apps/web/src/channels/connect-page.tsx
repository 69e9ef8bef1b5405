import { type Channel, channelKindNames, channelKindOf } from '@mobilise/contracts/channels';
import { connectOf } from '@mobilise/contracts/connecting';
import { isSignInKind } from '@mobilise/contracts/sign-in-kinds';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useCan, useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { showNotice } from '../ui/toast.tsx';
import { showChange } from './channel-queries.ts';
import { ChoosePage } from './choose-page.tsx';
import { ConnectAccount } from './connect-account.tsx';
import { ConnectNewsroom } from './connect-newsroom.tsx';
import type { ConnectSearch } from './connect-search.ts';
import { SignInPanel } from './sign-in-panel.tsx';

/** First which kind of channel, then what it needs. */
export function ConnectPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const mayManage = useCan('channels.manage');
  const { kind, authorisation } = useSearch({ strict: false }) as ConnectSearch;
  const navigate = useNavigate();
  const client = useQueryClient();
  const here = `/w/${slug}/channels`;
  const done = (channel: Channel) => {
    showNotice({ text: `${channel.name} is connected. You can schedule posts on it.` });
    void showChange(client, workspaceId, channel);
    void navigate({ to: `${here}/${channel.id}` as string });
  };
  return (
    <Page width="reading">
      <PageHeader
        title={
          kind ? `Connect ${kind === 'newsroom' ? 'a newsroom site' : channelKindOf(kind).label}` : 'Connect a channel'
        }
        above={
          kind ? (
            <Link to={`${here}/connect` as string} className="text-link">
              Connect a channel
            </Link>
          ) : (
            <Link to={here as string} className="text-link">
              Channels
            </Link>
          )
        }
      />
      {!mayManage ? (
        <NoPermission action="channels.manage" what="Your role does not connect channels." />
      ) : kind ? (
        kind === 'newsroom' ? (
          <ConnectNewsroom onConnected={done} />
        ) : !isSignInKind(kind) ? (
          <ConnectAccount kind={kind} onConnected={done} />
        ) : authorisation ? (
          <ChoosePage key={authorisation} kind={kind} authorisation={authorisation} onConnected={done} />
        ) : (
          <SignInPanel kind={kind} />
        )
      ) : (
        <ul className="flex flex-col border-t border-line">
          {channelKindNames.map((name) => (
            <li key={name} className="border-b border-line">
              <Link
                to={`${here}/connect` as string}
                search={{ kind: name } as never}
                className="group flex items-center gap-4 rounded-base py-4 no-underline hover:bg-hover sm:-mx-3 sm:px-3"
              >
                <span className="grid size-10 shrink-0 place-items-center rounded-base border border-line bg-sheet">
                  <ChannelMark kind={name} isNamed className="size-5 text-accent" />
                </span>
                <span className="flex grow flex-col">
                  <span className="text-lead font-semibold group-hover:underline">{channelKindOf(name).label}</span>
                  <span className="text-ink-soft">{connectOf(name).what}</span>
                </span>
                <ChevronRight aria-hidden className="size-5 shrink-0 text-ink-soft" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
