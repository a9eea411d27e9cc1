import type { AgentState } from '../../../../domain/agents/vocabulary.js';

/** An agent as operators see them. */
export interface Agent {
  readonly name: string;
  readonly displayName: string | null;
  readonly capacity: number;
  readonly ownCapacity: number | null;
  readonly skills: Readonly<Record<string, number>>;
  readonly groups: readonly string[];
  readonly state: AgentState;
  readonly reason: string | null;
  readonly since: string | null;
  readonly held: number;
  readonly lastSeenAt: string | null;
  readonly createdAt: string;
  readonly version: number;
}

export const PATH = '/v1/admin/agents';
export const pathOf = (name: string, rest = ''): string =>
  `${PATH}/${encodeURIComponent(name)}${rest}`;

export const STATE_WORDS: Readonly<Record<AgentState, string>> = {
  LoggedOut: 'logged out',
  NotReady: 'not ready',
  Ready: 'ready',
};
export const STATE_TONES: Readonly<Record<AgentState, string>> = {
  LoggedOut: '',
  NotReady: 'warn',
  Ready: 'good',
};

export const skillWords = (skills: Agent['skills']): string =>
  Object.entries(skills)
    .map(([skill, level]) => `${skill} ${level}`)
    .join(', ');

export const chatsWords = (number: number): string =>
  number === 1 ? 'one chat' : `${number} chats`;

/** Skills from lines such as `French 80`; a line without a level is one of 100. */
export function skillsIn(lines: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, skill = line, level = '100'] = /^(.*?)[\s:=]+(\d+)$/.exec(line) ?? [];
      return [skill, Number(level)];
    }),
  );
}
