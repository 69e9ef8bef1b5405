/** By which spreadsheets know UTF-8. */
export const byteOrderMark = '\ufeff';

/** A cell of text. A spreadsheet would run what begins like a formula, so an apostrophe goes before it. */
export function text(value: string): string {
  const harmless = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
