import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

const marks: Record<ChannelKindName, ReactNode> = {
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
    <path
      fill="currentColor"
      d="M8 7.300C7.300 5.900 5.400 3.300 3.600 2.100 1.900.900 1.200 1.100.8 1.300.2 1.600.1 2.500.1 3c0 .500.300 4.400.500 5 .600 2.100 2.800 2.800 4.800 2.600-2.900.400-5.500 1.500-2.100 5.200 3.700 3.900 5.100-.800 5.800-3.200"
      transform="translate(0 -.9)"
    />
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
