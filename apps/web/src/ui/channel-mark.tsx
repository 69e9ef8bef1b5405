import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** The left half of a butterfly. */
const wing =
  'M8.050 7C7.300 5.400 5.300 2.900 3.500 1.700 1.900.700 1 .900.600 1.300.200 1.700.100 2.500.100 3.100c0 .800.400 3.700.700 4.600.600 1.900 2.500 2.600 4.500 2.400-2.800.400-4.900 1.500-2.400 4.200 2.800 3 4.500-.500 5.150-2.600Z';

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
    <>
      <path fill="currentColor" d={wing} />
      <path fill="currentColor" d={wing} transform="matrix(-1 0 0 1 16 0)" />
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
