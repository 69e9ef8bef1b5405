import type { Channel } from '@mobilise/contracts/channels';
import { CopyField } from '../ui/copy-field.tsx';
import { Section } from '../ui/page-frame.tsx';

/** What a newsroom site can be followed by. */
const feeds = [
  ['RSS', 'feed.xml'],
  ['Atom', 'atom.xml'],
  ['JSON Feed', 'feed.json'],
] as const;

export function FeedAddresses({ channel: { address } }: { channel: Channel }) {
  return (
    <Section
      title="Address and feeds"
      description="Feeds carry what the site publishes into readers, newsletters and other websites."
    >
      <div className="flex flex-col gap-3">
        <CopyField label="Site" value={address} />
        {feeds.map(([name, file]) => (
          <CopyField key={file} label={name} value={`${address}/${file}`} />
        ))}
      </div>
    </Section>
  );
}
