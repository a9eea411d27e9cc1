import { useEffect, useRef } from 'preact/hooks';
import { type Asked, useAsk } from '../wire.js';

/** How often what is of now is asked for again. */
const ROUND_MS = 10_000;

/** Asks for a path again and again, as long as somebody looks. */
export function useRounds<T>(path: string): Asked<T> {
  const asked = useAsk<T>(path);
  const again = useRef(asked.again);
  again.current = asked.again;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again.current();
    }, ROUND_MS);
    return () => clearInterval(timer);
  }, []);
  return asked;
}
