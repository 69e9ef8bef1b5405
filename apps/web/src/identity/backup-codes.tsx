import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';

/** The codes that open the account when the phone is lost, shown once. */
export function BackupCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p>
        If you lose your phone, each of these codes lets you in once. They are not shown again: print them, or keep them
        with your passwords.
      </p>
      <ol className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-base border border-line bg-sunk px-4 py-3 font-mono sm:grid-cols-3">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <CopyField label="All of them" value={codes.join(' ')} />
      <Button look="primary" autoFocus onPress={onDone} className="self-start">
        I have kept them
      </Button>
    </div>
  );
}
