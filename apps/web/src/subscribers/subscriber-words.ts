import type { SubscriberState } from '@mobilise/contracts/subscribers';
import type { Tone } from '../ui/badge.tsx';

export const subscriberWords: Record<SubscriberState, { label: string; tone: Tone }> = {
  active: { label: 'Subscribed', tone: 'done' },
  pending: { label: 'Asked to confirm', tone: 'going' },
  unsubscribed: { label: 'Unsubscribed', tone: 'plain' },
  bounced: { label: 'Letters come back', tone: 'wrong' },
  complained: { label: 'Called it spam', tone: 'wrong' },
};
