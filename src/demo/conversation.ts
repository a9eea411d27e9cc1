import type { Random } from './random.js';

/** How an agent answers an offer that rings. */
export interface Ringing {
  readonly then: 'accept' | 'reject' | 'miss';
  readonly afterMs: number;
}

/** What one made-up conversation is, each turn so many milliseconds after it was taken. */
export interface Conversation {
  readonly turns: readonly Turn[];
  /** When the agent hands it on; null for most. */
  readonly transferAfterMs: number | null;
  readonly endAfterMs: number;
  readonly endsBy: 'agent' | 'visitor';
}

/** Something that is said. */
export interface Turn {
  readonly from: 'agent' | 'visitor';
  readonly afterMs: number;
  readonly text: string;
}

const SECOND_MS = 1000;

const QUESTIONS = [
  'Hello, is the grey one still there?',
  'Does it come with a warranty?',
  'My code is not accepted.',
  'When would it arrive?',
  'Can I pay in instalments?',
] as const;
const ANSWERS = [
  'Hello! Let me look.',
  'Yes, it does.',
  'One moment, please.',
  'Within three days.',
  'I have sent you the link.',
] as const;

/** Makes up how an agent answers an offer. */
export function createRinging(random: Random): Ringing {
  const then = random.weighted({ accept: 92, reject: 5, miss: 3 });
  return { then, afterMs: random.between(1.5, 14) * SECOND_MS };
}

/** How long a visitor waits for somebody before going away. */
export const createPatience = (random: Random): number =>
  (random.chance(0.25) ? random.between(0.8, 6) : random.between(25, 420)) * SECOND_MS;

/** Makes up a conversation. */
export function createConversation(random: Random): Conversation {
  const pairs = random.weighted({ 1: 3, 2: 4, 3: 2 });
  const turns: Turn[] = [];
  let afterMs = 0;
  for (let pair = 0; pair < Number(pairs); pair += 1) {
    afterMs += random.between(4, 40) * SECOND_MS;
    turns.push({ from: 'visitor', afterMs, text: random.pick(QUESTIONS) });
    afterMs += random.between(6, 50) * SECOND_MS;
    turns.push({ from: 'agent', afterMs, text: random.pick(ANSWERS) });
  }
  return {
    turns,
    transferAfterMs: random.chance(0.06) ? afterMs + 2 * SECOND_MS : null,
    endAfterMs: afterMs + random.between(10, 120) * SECOND_MS,
    endsBy: random.weighted({ agent: 7, visitor: 3 }),
  };
}
