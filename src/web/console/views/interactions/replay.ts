import type { FormStatus, State } from '../../../../domain/interactions/vocabulary.js';
import type { Line } from './words.js';

/** What an interaction was when a line of its history had just been written. */
export interface Scene {
  readonly line: Line;
  readonly state: State;
  readonly queue: string;
  readonly isDisplayed: boolean;
  readonly form: FormStatus | null;
  readonly isStopped: boolean;
  /** Milliseconds since it was created. */
  readonly sinceMs: number;
}

const FORMS: Partial<Record<Line['type'], FormStatus>> = {
  'interaction.accepted': 'pending',
  'registration_form.completed': 'completed',
  'registration_form.expired': 'expired',
};

/** A life, scene by scene: one for each line of its history, and nothing that is not in them. */
export function scenesOf(lines: readonly Line[]): readonly Scene[] {
  const scenes: Scene[] = [];
  for (const line of lines) {
    const before = scenes.at(-1);
    const { type, to, queue, at } = line;
    const isLate = type === 'registration_form.completed' && before?.form === 'expired';
    scenes.push({
      line,
      state: to,
      queue,
      isDisplayed: Boolean(before?.isDisplayed) || type === 'interaction.displayed',
      form: isLate ? 'completed_late' : (FORMS[type] ?? before?.form ?? null),
      isStopped: Boolean(before?.isStopped) || type === 'interaction.stopped',
      sinceMs: Date.parse(at) - Date.parse(lines[0]?.at ?? at),
    });
  }
  return scenes;
}

/** The shortest and the longest that a scene stays. */
const LEAST_MS = 500;
const MOST_MS = 2_000;

/** How long a scene stays when it is played: longer where it took longer, so that waits are felt. */
export function pauseAfter(scenes: readonly Scene[], index: number): number {
  const [now, next] = [scenes[index], scenes[index + 1]];
  if (!now || !next) return 0;
  const ms = next.sinceMs - now.sinceMs;
  // 1 s is felt as short, a minute as long, an hour as hardly longer.
  const felt = LEAST_MS + 300 * Math.log10(1 + Math.max(ms, 0) / 100);
  return Math.min(felt, MOST_MS);
}
