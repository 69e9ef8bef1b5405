import type { Channel } from '@mobilise/contracts/channels';
import { Users } from 'lucide-react';
import { useCan, useWorkspace } from '../session.ts';
import { CopyField } from '../ui/copy-field.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Section } from '../ui/page-frame.tsx';

/** Where the public subscribes to a newsletter, and who has. */
export function Subscribing({ channel }: { channel: Channel }) {
  const { slug } = useWorkspace();
  const mayManage = useCan('subscribers.manage');
  return (
    <Section
      title="Subscribers"
      description="People subscribe with this form and confirm by a letter. Your newsroom site links to it at its foot."
    >
      <CopyField label="Address of the form" value={`${window.location.origin}/newsletters/${channel.id}`} />
      {mayManage ? (
        <LinkButton to={`/w/${slug}/channels/${channel.id}/subscribers` as string} icon={Users} className="self-start">
          See the subscribers
        </LinkButton>
      ) : (
        <p className="text-ink-soft">An owner or a lead sees who has subscribed.</p>
      )}
    </Section>
  );
}
