import { isbot } from 'isbot';
import known from './podcast-agents.json' with { type: 'json' };

/** Characters of an agent's name that are looked at; longer ones are made up. */
const longest = 500;

const bots = known.bots.map((pattern) => new RegExp(pattern));
const players = known.players.map((pattern) => new RegExp(pattern));

/**
 * Whether somebody may listen with a program that calls itself this: by the list of the Open Podcast Analytics Working Group, which
 * knows robots and players, and for what it does not know by isbot, which takes a third of the players for robots.
 */
export function isPlayer(agent: string | undefined): boolean {
  const name = agent?.slice(0, longest).trim();
  if (!name || bots.some((pattern) => pattern.test(name))) return false;
  return players.some((pattern) => pattern.test(name)) || !isbot(name);
}
