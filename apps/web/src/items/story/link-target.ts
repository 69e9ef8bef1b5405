import { linkTarget } from '@mobilise/contracts/document';

/** Whether a story may link there. */
export const isLinkTarget = (href: string): boolean => linkTarget.safeParse(href).success;

/** What somebody typed as a link target, completed: `nhs.uk/flu` → `https://nhs.uk/flu`, an address → `mailto:`. Null when it is none. */
export function completeTarget(typed: string): string | null {
  const trimmed = typed.trim();
  if (!trimmed || /^(javascript|data|vbscript|file):/i.test(trimmed)) return null;
  const withScheme = /^(https?:\/\/|mailto:|tel:)/i.test(trimmed)
    ? trimmed
    : /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(trimmed)
      ? `mailto:${trimmed}`
      : /^\+?[\d][\d\s()-]{5,}$/.test(trimmed)
        ? `tel:${trimmed}`
        : /^[^\s/]+\.[^\s]{2,}/.test(trimmed)
          ? `https://${trimmed}`
          : trimmed;
  return isLinkTarget(withScheme) ? withScheme : null;
}
