import type { RouteTo } from '../decisions/chat-instructions.js';
import { MOST_PRIORITY } from '../domain/chats/order.js';
import { quote } from '../domain/quote.js';
import type { SubmitAction, Target } from '../scxml/host.js';

const MOST_LEVEL = 100;

/** `English > 3`, `English >= 4`, `English = 4`, or the name alone; several joined by `&`. */
const CONDITION =
  /^\s*(?:Skill\(\s*)?["']?([^"'<>=&|()]+?)["']?\s*\)?\s*(?:(>=|>|==?)\s*(\d{1,3}))?\s*$/;

/** The least level of each skill that an expression asks for; a sentence when it asks for more. */
function skillsIn(expression: string): Readonly<Record<string, number>> | string {
  const skills: Record<string, number> = {};
  for (const part of expression.split('&')) {
    const [, name, operator, number] = CONDITION.exec(part) ?? [];
    if (name === undefined)
      return `${quote(expression)} asks for more than least levels joined by &`;
    const level = number === undefined ? 1 : Number(number) + (operator === '>' ? 1 : 0);
    if (level < 1 || level > MOST_LEVEL) return `levels are from 1 to ${MOST_LEVEL}`;
    skills[name] = Math.max(skills[name] ?? 0, level);
  }
  return skills;
}

const namesOf = (targets: readonly Target[]): readonly string[] => targets.map(({ name }) => name);

/** Where the targets of a submit send a chat; a sentence for targets that cannot be followed here. */
export function routeOf({
  targets,
  priority,
}: Pick<SubmitAction, 'targets' | 'priority'>): RouteTo | string {
  const [first, second, ...more] = targets;
  if (first === undefined) return 'it names no target';
  if (targets.some(({ kind }) => kind !== first.kind)) return 'its targets are of several kinds';
  const ranked =
    priority === null
      ? {}
      : { priority: Math.min(Math.max(Math.round(priority), 0), MOST_PRIORITY) };
  switch (first.kind) {
    case 'agentgroup':
      if (more.length > 0)
        return `it names ${targets.length} groups; two can be waited for at once`;
      return {
        ...ranked,
        group: first.name,
        ...(second && { overflow: { afterSeconds: 0, group: second.name } }),
      };
    case 'agent':
      return second
        ? `it names ${namesOf(targets).join(', ')}; one agent can be waited for`
        : { ...ranked, agent: first.name };
    case 'skill': {
      if (second) return 'it names several skill expressions; join them by &';
      const skills = skillsIn(first.expression ?? first.name);
      return typeof skills === 'string' ? skills : { ...ranked, skills };
    }
  }
}
