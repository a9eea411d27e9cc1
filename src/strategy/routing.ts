import { MOST_PRIORITY } from '../domain/chats/order.js';
import { PLAIN_TEXT } from '../domain/chats/plain-text.js';
import { LIMITS } from '../domain/limits.js';
import type { ChatInstruction } from '../engine/chats.js';
import { isAbsent, isObject, isText, type Members, show } from './answers.js';

/** What is there for an answer to name. */
export interface Nameable {
  hasGroup(name: string): boolean;
  hasAgent(name: string): boolean;
}

const MOST_LEVEL = 100;
const isPlain = new RegExp(PLAIN_TEXT, 'u');

const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

const isSkills = (value: unknown): value is Readonly<Record<string, number>> =>
  isObject(value) &&
  Object.keys(value).length <= LIMITS.skills.most &&
  Object.entries(value).every(
    ([skill, level]) =>
      skill !== '' && isText(skill, LIMITS.name.most) && isWhole(level, 1, MOST_LEVEL),
  );

function readEnd(message: unknown): ChatInstruction | string {
  if (isAbsent(message)) return { type: 'end', message: null };
  const { most } = LIMITS.messageText;
  return isText(message, most) && message !== '' && isPlain.test(message)
    ? { type: 'end', message }
    : `message must be a plain text of 1 to ${most} characters`;
}

/** What an answer about a chat instructs, or what of it is not understood. */
export function readRouting(members: Members, there: Nameable): ChatInstruction | string {
  const { instruction, message, group, agent, priority, skills } = members;
  if (instruction === 'end') return readEnd(message);
  if (instruction !== 'route')
    return `instruction is ${show(instruction)}, and must be "route" or "end"`;
  if (isAbsent(group) === isAbsent(agent)) return 'it must name either a group or an agent';
  if (!isAbsent(group) && !(typeof group === 'string' && there.hasGroup(group)))
    return `group is ${show(group)}, and must be the name of an agent group`;
  if (!isAbsent(agent) && !(typeof agent === 'string' && there.hasAgent(agent)))
    return `agent is ${show(agent)}, and must be the name of an agent`;
  if (!isAbsent(priority) && !isWhole(priority, 0, MOST_PRIORITY))
    return `priority must be a whole number from 0 to ${MOST_PRIORITY}`;
  if (!isAbsent(skills) && !isSkills(skills))
    return `skills must be an object of levels from 1 to ${MOST_LEVEL}, such as {"german":50}`;
  const to = {
    ...(typeof group === 'string' && { group }),
    ...(typeof agent === 'string' && { agent }),
    ...(!isAbsent(priority) && { priority }),
    ...(!isAbsent(skills) && { skills }),
  };
  return { type: 'route', to };
}
