import { type Misfit, PROBLEMS } from '../errors.js';
import { harmless } from './cell.js';

/** What of a problem document is told to people. */
export interface ProblemDocument {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** Ends in the id of the request. */
  readonly instance: string;
  readonly errors?: readonly Misfit[];
}

/** A problem as lines for people: what, why, every place that is wrong, what to do, which request. */
export function problemText(problem: ProblemDocument): string {
  const { title, status, detail, code, errors = [], instance } = problem;
  const isSaid = errors.length === 1 && detail.endsWith(errors[0]?.detail ?? '');
  const help = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as keyof typeof PROBLEMS].help : '';
  return [
    `${title} (${status} ${code})`,
    detail,
    ...(isSaid ? [] : errors.map((error) => `- ${error.pointer}: ${error.detail}`)),
    ...(help ? [`What to do: ${help}`] : []),
    `Request: ${instance.slice(instance.lastIndexOf(':') + 1)}`,
  ]
    .map((line) => `${harmless(line)}\n`)
    .join('');
}
