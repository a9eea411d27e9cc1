import { PROBLEM_CODES, PROBLEMS, problemType } from '../errors.js';
import { generatedFrom, table } from './markdown.js';

/** The page of every problem the service answers with, from the catalogue. */
export function errorsPage(): string {
  const rows = PROBLEM_CODES.map((code) => {
    const { status, title, help } = PROBLEMS[code];
    return [`\`${code}\``, String(status), `${title}.`, help];
  });
  return `${generatedFrom('src/errors.ts')}

# Problems

Every error is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)), media type
\`application/problem+json\`. Programs decide by \`code\` (or \`type\`, for instance
\`${problemType('already_disposed')}\`); people read \`detail\`, which says what was wrong this time and
what would be valid; \`instance\` names the request in the log of the service. Problems of validation
have \`errors\`, one \`{ pointer, detail }\` for each place.

${table(['code', 'status', 'meaning', 'what to do'], rows)}
`;
}
