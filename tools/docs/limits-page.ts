import { LIMITS, type Limit } from '#src/domain/limits.js';
import { generatedFrom, table } from './markdown.js';

/** `docs/limits.md`: every number that a caller can run into, and what happens then. */
export function limitsPage(): string {
  const rows = Object.values<Limit>(LIMITS).map(({ most, of, beyond }) => [
    of,
    most.toLocaleString('en-US'),
    beyond,
  ]);
  return `${generatedFrom('src/domain/limits.ts')}

# Limits

Whatever callers make grow has a bound, so that none of them takes what is there for all. The rate
of creations by browsers is a setting, \`RATE_LIMIT_CREATES_PER_MINUTE\`; how long stopped interactions
are kept is another, \`RETENTION_DAYS\`. The audit and the versions of options are kept for good, and
read in pages. Of several processes on one database each has its own bounds of what is open or waits in it;
calls are limited over all.

${table(['what', 'at most', 'beyond that'], rows)}
`;
}
