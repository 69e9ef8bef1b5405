import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** The left half of a butterfly. */
const wing =
  'M8.050 7C7.300 5.400 5.300 2.900 3.500 1.700 1.900.700 1 .900.600 1.300.200 1.700.100 2.500.100 3.100c0 .800.400 3.700.700 4.600.600 1.900 2.500 2.600 4.500 2.400-2.800.400-4.900 1.500-2.400 4.200 2.800 3 4.500-.500 5.150-2.600Z';

const marks: Record<ChannelKindName, ReactNode> = {
  email: (
    <path
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
      d="M1.800 3.400h12.400v9.200H1.800ZM2.200 4l5.800 4.700L13.800 4"
    />
  ),
  newsroom: (
    <path
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
      d="M2 3.2h9.6v8.4a1.6 1.6 0 0 0 1.6 1.6H3.6A1.6 1.6 0 0 1 2 11.600V3.200ZM11.600 6h3v5.600a1.600 1.600 0 0 1-1.400 1.600M4.400 5.900h4.800M4.400 8.400h4.800M4.400 10.900h2.600"
    />
  ),
  bluesky: (
    <>
      <path fill="currentColor" d={wing} />
      <path fill="currentColor" d={wing} transform="matrix(-1 0 0 1 16 0)" />
    </>
  ),
  mastodon: (
    <path
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
      d="M10.800 13.900c-2.700.600-7.200.500-8.100-3.300C2 7.500 1.900 1.800 5 1.800h6c3.100 0 3 5 2.400 7.400-.600 2.100-3.500 2.500-7.700 2M5.300 8.600V5.900a1.350 1.350 0 0 1 2.700 0v1.400M8 5.900a1.350 1.350 0 0 1 2.700 0v2.700"
    />
  ),
  telegram: (
    <path
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
      d="M14.500 2.200 1.500 7.400l4.300 1.700M14.500 2.200l-2.300 11.600-6.400-4.700M14.500 2.200 5.800 9.100v4.400l2.400-2.600"
    />
  ),
  slack: (
    <path
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinejoin="round"
      strokeLinecap="round"
      d="M6.200 2.500v5.300M9.800 8.200v5.300M2.500 9.800h5.300M8.200 6.200h5.300M2.500 6.200h.6M12.900 9.800h.6M9.800 2.500v.6M6.200 12.900v.6"
    />
  ),
  teams: (
    <>
      <circle cx="12.400" cy="3.800" r="1.800" fill="currentColor" />
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        d="M1.600 5h7.800v8H1.600ZM3.600 7.500h3.800M5.500 7.500v3.400M11.800 7.400h2.600v3.500a2.600 2.600 0 0 1-2.600 2.600"
      />
    </>
  ),
  webhook: (
    <path
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
      d="M10.100 3.900a2.100 2.100 0 1 0-3.200 1.800L4.600 9.700M2.900 10.100a2.100 2.100 0 1 0 3.300 1.800h4.600M12 13.900a2.100 2.100 0 1 0-1.700-3.400L8 5.900"
    />
  ),
  wordpress: (
    <>
      <circle cx="8" cy="8" r="6.600" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        d="m4 5.500 2 5.600 2-5.300 2 5.300 2-5.600"
      />
    </>
  ),
  ghost: (
    <>
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        d="M2.800 14V7.200a5.200 5.200 0 0 1 10.400 0V14l-1.750-1.500L9.750 14 8 12.500 6.250 14l-1.700-1.500Z"
      />
      <circle cx="6.200" cy="7.200" r="1" fill="currentColor" />
      <circle cx="9.800" cy="7.200" r="1" fill="currentColor" />
    </>
  ),
};

/** The glyph of a kind of channel. Its name is read unless it stands beside it (`isNamed`). */
export function ChannelMark({
  kind,
  isNamed = false,
  className,
}: {
  kind: ChannelKindName;
  isNamed?: boolean;
  className?: string;
}) {
  return (
    <svg viewBox="0 0 16 16" role="img" aria-hidden={isNamed} className={cx('size-4 shrink-0', className)}>
      <title>{channelKindOf(kind).label}</title>
      {marks[kind]}
    </svg>
  );
}
