import { PROBLEM_CODES, PROBLEMS, type ProblemCode, problemType } from '#src/domain/problems.js';
import { generatedFrom } from './markdown.js';

/** The page of every problem the service answers with, from the catalogue. */
export function errorsPage(): string {
  return `${generatedFrom('src/domain/problems.ts')}

# Problems

Every error is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)), media type
\`application/problem+json\`. Programs decide by \`code\`; people read \`detail\`, which says what was wrong
this time and what would be valid, and \`help\`, which says what to do; \`type\` is the address of the
entry below, for instance \`${problemType('already_disposed', 'http://127.0.0.1:8080')}\`;
\`instance\` names the request in the log of the service. Problems of validation have \`errors\`, one
\`{ pointer, detail }\` for each place.

${PROBLEM_CODES.map(section).join('\n\n')}
`;
}

function section(code: ProblemCode): string {
  const { status, title, help } = PROBLEMS[code];
  return `## ${code}

**${status}** ${title}. ${help}`;
}
