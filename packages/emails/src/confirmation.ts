import { type Brand, frame, oneLine, safe } from './frame.ts';
import { type Letter, render } from './render.ts';

/** Asks somebody whether they meant to subscribe. Says nothing that whoever typed the address could have put into it. */
export async function confirmation(
  { about, confirmUrl, days }: { about: string; confirmUrl: string; days: number },
  brand: Brand,
): Promise<Letter> {
  const subject = oneLine(`Please confirm: ${brand.name}`, 200);
  const why = `Somebody, we hope you, wrote this address into our form to get: ${about}`;
  const otherwise = `If that was not you, do nothing. You will not be written to again. The link works for ${days} days.`;
  const body = `<mj-text><h1>Would you like our newsletter?</h1><p style="margin:0">${safe(why)}</p></mj-text>
<mj-button href="${safe(confirmUrl)}">Yes, subscribe me</mj-button>
<mj-text padding="24px 0 0"><p style="margin:0">${safe(otherwise)}</p></mj-text>`;
  const html = await render(frame({ head: subject, preview: why, body, foot: '' }, brand));
  const text = `Would you like our newsletter?\n\n${why}\n\nYes, subscribe me: ${confirmUrl}\n\n${otherwise}\n\n-- \n${brand.name}\n${brand.postalAddress}`;
  return { subject, html, text };
}
