import { maxAltText } from '@mobilise/contracts/media';

/** Help below an alt text field: what to write, and how much of the room is used. */
export function AltCount({ alt }: { alt: string }) {
  return (
    <>
      {alt.trim() ? '' : 'Say what the image shows and why it is here, for people who cannot see it. '}
      <span className="figures">
        {alt.length} of {maxAltText.toLocaleString('en-GB')} characters
      </span>
    </>
  );
}
