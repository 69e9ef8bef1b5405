import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { Members } from './members.tsx';
import { TeamHeader } from './team-header.tsx';

/** Who is here and who was asked to come. */
export function PeoplePage() {
  const mayManage = useCan('members.manage');
  const [isInviting, setInviting] = useState(false);
  return (
    <Page width="page">
      <TeamHeader
        part="People"
        actions={
          mayManage && (
            <Button look="primary" icon={UserPlus} onPress={() => setInviting(true)}>
              Invite a person
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-8">
        <Members />
        {mayManage ? (
          <Invitations />
        ) : (
          <NoPermission action="members.manage" what="Would you like to invite somebody, or to have another role?" />
        )}
      </div>
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}
