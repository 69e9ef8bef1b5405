import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { LinkButton } from '../ui/link-button.tsx';

const states = {
  ready: null,
  failing: 'does not answer; posts wait until it does',
  needs_reconnect: 'needs to be reconnected; posts wait until then',
  paused: 'is paused; posts wait until then',
};

/** Which channels something goes to. */
export function ChannelChoice({
  channels,
  selected,
  onChange,
  done = new Map(),
  notes = new Map(),
}: {
  channels: readonly Channel[];
  selected: readonly string[];
  onChange: (selected: readonly string[]) => void;
  /** Those that have it already, by id. */
  done?: ReadonlyMap<string, unknown>;
  /** What is to be known of some, by id. */
  notes?: ReadonlyMap<string, string>;
}) {
  const { slug } = useWorkspace();
  if (channels.length === 0) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p>No channel is connected yet.</p>
        <LinkButton to={`/w/${slug}/channels` as string} size="small">
          Connect a channel
        </LinkButton>
      </div>
    );
  }
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 font-medium">Channels</legend>
      {channels.map(({ id, kind, name, state }) => (
        <Checkbox
          key={id}
          isSelected={selected.includes(id)}
          isDisabled={done.has(id)}
          onChange={(on) => onChange(on ? [...selected, id] : selected.filter((one) => one !== id))}
        >
          <span className="flex flex-wrap items-center gap-x-2">
            <ChannelMark kind={kind} isNamed />
            {name}
            {name !== channelKindOf(kind).label && <span className="text-ink-soft">{channelKindOf(kind).label}</span>}
            {states[state] && <span className="text-small text-wait">{states[state]}</span>}
            {notes.has(id) && <span className="text-small text-wait">{notes.get(id)}</span>}
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
