import type { ComponentChildren } from 'preact';
import { clockSpan } from '../../app/time.js';
import { exactly } from './moments.js';

/** Something that has happened. */
export interface Happened {
  readonly key: number;
  readonly at: string;
  readonly title: string;
  /** Who did it. */
  readonly by: string;
  /** A mark before the title. */
  readonly mark?: ComponentChildren;
  /** Why, in the words of whoever did it. */
  readonly why?: string | undefined;
  /** It changed nothing: it only tells. */
  readonly isNote?: boolean;
}

/** The time between two things that happened, in words that fit it. */
export function gap(ms: number): string {
  if (ms < 1000) return `${Math.max(ms, 0)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return clockSpan(ms);
}

/** A history from its beginning; those after `upTo` are yet to come. */
export function Timeline({
  of,
  upTo = Number.POSITIVE_INFINITY,
}: {
  readonly of: readonly Happened[];
  readonly upTo?: number;
}) {
  return (
    <ol class="timeline">
      {of.map(({ key, at, title, by, mark, why, isNote }, index) => {
        const before = of[index - 1];
        const passed = before && Date.parse(at) - Date.parse(before.at);
        return (
          <li key={key} class={isNote ? 'note' : undefined} data-later={index > upTo}>
            <p>
              {mark}
              <strong>{title}</strong> <span class="quiet">by {by}</span>
            </p>
            {why && (
              <p class="why" dir="auto">
                {why}
              </p>
            )}
            <p class="quiet when">
              <time dateTime={at} title={at}>
                {exactly(at)}
              </time>
              {passed !== undefined && (passed === 0 ? ' · at once' : ` · ${gap(passed)} later`)}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
