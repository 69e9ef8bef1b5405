import { maxAltText } from '@mobilise/contracts/image';

/** Help below an alt text field: what to write, and how much of the room is used. */
export function AltCount({ alt, hasHelp = false }: { alt: string; hasHelp?: boolean }) {
  return (
    <>
      {alt.trim() || hasHelp ? '' : 'Say what the image shows and why it is here, for people who cannot see it. '}
      <span className="figures">
        {alt.length} of {maxAltText.toLocaleString('en-GB')} characters
      </span>
    </>
  );
}
