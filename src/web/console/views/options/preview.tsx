import { useEffect, useState } from 'preact/hooks';
import { ask, Refused, wordsFor } from '../../wire.js';
import { type Effect, effectWords } from './effect.js';
import { pathOf } from './option.js';

/** What a change would do, as far as it is known. */
export interface Preview {
  readonly value: string;
  readonly effect: Effect | null;
  /** Why it would be refused, or why nobody knows. */
  readonly problem: string;
}

/** After the last key. */
const PAUSE_MS = 250;

/** Asks what a value would do; null asks nothing. What was asked of another value is nobody's answer. */
export function usePreview(name: string, value: string | null, version: number): Preview | null {
  const [known, setKnown] = useState<Preview | null>(null);
  useEffect(() => {
    if (value === null) return;
    let isWanted = true;
    const look = async (): Promise<void> => {
      const path = pathOf(name, '?dryRun=true');
      const headers = { 'If-Match': `"${version}"` };
      const next = await ask<{ effect: Effect }>('PUT', path, { value }, headers).then(
        ({ effect }) => ({ value, effect, problem: '' }),
        (error: unknown) => ({
          value,
          effect: null,
          // That it is at another version is said when somebody applies.
          problem: error instanceof Refused && error.status === 412 ? '' : wordsFor(error),
        }),
      );
      if (isWanted) setKnown(next);
    };
    const timer = setTimeout(() => void look(), PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [name, value, version]);
  return known !== null && known.value === value ? known : null;
}

/** What a value would do to the clocks that run. */
export function EffectOf({ preview }: { readonly preview: Preview | null }) {
  if (preview === null)
    return (
      <p class="effect" role="status">
        Counting what would move …
      </p>
    );
  if (preview.problem !== '')
    return (
      <p class="problem" role="alert">
        {preview.problem}
      </p>
    );
  if (preview.effect === null) return null;
  const { movedDeadlines, endingNow } = preview.effect;
  const tone = endingNow > 0 ? 'bad' : movedDeadlines > 0 ? 'warn' : undefined;
  return (
    <p class="effect" data-tone={tone} role="status">
      {effectWords(preview.effect)}
    </p>
  );
}
