import { type Advice, commonAdvice, outcomesWith } from './outcome.ts';
import { ServiceFailure } from './service.ts';

/** Where the bot has lost its place or its rights, in the words of the Bot API server. */
const shutOut =
  /chat not found|bot (?:was|is not)|kicked|not enough rights|have no rights|administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_ADMIN_REQUIRED|CHAT_RESTRICTED|CHAT_SEND_\w+_FORBIDDEN|member list is inaccessible|group chat was deactivated/i;
const badPicture = /PHOTO_INVALID_DIMENSIONS|IMAGE_PROCESS_FAILED|PHOTO_SAVE_FILE_INVALID/;

/** What to do where the bot may not post. */
export const letIn = 'Make the bot an administrator of the channel with the right “Post messages”, then try again.';

/** What a person can do about a failure, and whether only connecting again can mend it. */
export function adviceFor(failure: ServiceFailure): Advice {
  const { status, message } = failure;
  // A token that was revoked is 401, one that never was is 404.
  if (status === 401 || status === 404)
    return { advice: 'Ask BotFather for the bot’s token and reconnect the channel with it.', reconnect: true };
  if (/upgraded to a supergroup/i.test(message))
    return { advice: 'The group has become another one to Telegram: connect it as a new channel.', reconnect: true };
  if (status === 403 || shutOut.test(message)) return { advice: letIn, reconnect: true };
  if (badPicture.test(message))
    return {
      advice:
        'Choose another picture: no longer than 20 times its width, and no more than 10,000 pixels wide and high together.',
      reconnect: false,
    };
  if (/message can't be (?:deleted|edited)/i.test(message))
    return {
      advice:
        'Telegram lets a bot delete a post for 48 hours only. Do it in the Telegram app, as an administrator of the channel.',
      reconnect: false,
    };
  return commonAdvice(failure);
}

const isGone = ({ message }: ServiceFailure) =>
  /message to (?:edit|delete) not found|MESSAGE_ID_INVALID/i.test(message);

export const { beforeWrite, ofWrite, ofChange, ofCheck } = outcomesWith(adviceFor, isGone);

/** Whether a change was refused because the post says it already. */
export function isUnchanged(error: unknown): boolean {
  return error instanceof ServiceFailure && /message is not modified/i.test(error.message);
}
