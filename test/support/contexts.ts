import type { Change } from '#src/decisions/change.js';
import type { Context, Decision } from '#src/decisions/context.js';
import { type Settings, type StoredSettings, settingsOf } from '#src/decisions/settings.js';
import { always, T0 } from './lifecycle.js';

/** The settings of a new service, with some of another choice. */
export const settingsWith = (stored: Partial<StoredSettings> = {}): Settings =>
  settingsOf(
    {
      timeline: always(),
      lastChanges: new Map(),
      objects: [],
      engagementLogic: { version: 1, rules: [], at: T0, by: 'system' },
      chatRouting: { version: 1, rules: [], at: T0, by: 'system' },
      agents: [],
      countedSeries: new Map(),
      strategies: new Map(),
      endpoints: [],
      apiKeys: [],
      publishableKeys: [],
      signingKeys: [],
      strategySecrets: [],
      sessions: [],
      ...stored,
    },
    T0,
  );

/** What a decision is given when nothing was found for it, with what a test says was. */
export const contextWith = (found: Partial<Context> = {}): Context => ({
  now: T0,
  ageTime: T0,
  settings: settingsWith(),
  current: null,
  liveAttempts: [],
  chat: null,
  openChat: null,
  agent: null,
  calm: [],
  routing: null,
  said: { before: null, lately: 0 },
  chatsOfPerson: [],
  ofPerson: [],
  keptAnswer: null,
  missed: { messages: [], next: null },
  pulled: { waiting: [], next: null },
  chatLease: null,
  pulledChats: { waiting: [], next: null },
  lease: null,
  answers: [],
  ...found,
});

/** Of a decision that needs nothing more: its changes, and its result. */
export function made<R>(decision: Decision<R>) {
  if ('needs' in decision) throw new Error(`it asks for ${JSON.stringify(decision.needs)}`);
  const { changes = [], result } = decision;
  // What is counted of them is held by the tests of statistics.
  const kinds = changes.map(({ kind }) => kind).filter((kind) => kind !== 'tally');
  return { changes, result, kinds };
}

/** The changes of one kind. */
export const ofKind = <K extends Change['kind']>(changes: readonly Change[], kind: K) =>
  changes.filter((change): change is Extract<Change, { kind: K }> => change.kind === kind);
