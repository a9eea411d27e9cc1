import type { Misfit } from '../domain/problems.js';
import { cellOf, harmless } from './cell.js';

/** A problem document; it may have more members. */
export interface ProblemDocument {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** Ends in the id of the request. */
  readonly instance: string;
  /** What the caller can do about it. */
  readonly help?: string;
  readonly errors?: readonly (Misfit & Partial<Placed>)[];
}

/** Where something is wrong in a document that was sent. */
interface Placed {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** As editors and terminals link it, where there is such a place. */
const placed = ({ pointer, file, line, column, detail }: Misfit & Partial<Placed>): string =>
  file === undefined ? `- ${pointer}: ${detail}` : `${file}:${line}:${column}: ${detail}`;

/**
 * A problem as lines for people: what, why, every place that is wrong, how things stand, what to
 * do, and the id of the request.
 */
export function problemText(problem: ProblemDocument): string {
  const { title, status, detail, code, instance, help, errors = [], ...more } = problem;
  const { type: _, ...members } = more as Readonly<Record<string, unknown>>;
  const isSaid = errors.length === 1 && detail.endsWith(errors[0]?.detail ?? '');
  return [
    `${title} (${status} ${code})`,
    detail,
    ...(isSaid ? [] : errors.map(placed)),
    ...Object.entries(members).map(([name, value]) => `${name}: ${cellOf(value)}`),
    // Unless it is to read what is shown already.
    ...(help === undefined || /`(detail|errors)`/.test(help) ? [] : [`What to do: ${help}`]),
    `Request: ${instance.slice(instance.lastIndexOf(':') + 1)}`,
  ]
    .map((line) => `${harmless(line)}\n`)
    .join('');
}
