import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROOT } from './guides/catalogue.js';
import { table } from './markdown.js';

/** Each page is of these parts, in this order, with an empty line between them. */
const LAYOUT = new RegExp(
  [
    String.raw`^# (?<number>\d+)\. (?<title>\S.*)`,
    String.raw`\*\*Status\.\*\* (?<status>Accepted|Superseded by \[\d+\]\((?<by>.+\.md)\)), (?<date>\d{4}-\d\d-\d\d)\.`,
    ...['Context', 'Decision', 'Consequences'].map(
      (part) => String.raw`\*\*${part}\.\*\*\s(?:.|\n)+`,
    ),
  ].join('\n\n'),
);

/**
 * `docs/decisions/README.md`: every decision in a line, from the pages by the names of their files.
 * Throws, with the name of the page, where one is not in the layout, or names what is not there.
 */
export function decisionsPage(pages = readPages()): string {
  const numbers = new Set<string>();
  const rows = Object.entries(pages).map(([file, text]) => {
    const { number, title, status, by, date } = LAYOUT.exec(text)?.groups ?? {};
    const wrong = (what: string): Error => new Error(`docs/decisions/${file} ${what}`);
    if (!number || !title || !status || !date || /^#{2,} /m.test(text))
      throw wrong(
        'is not in the layout of the others: "# 1. Title", "**Status.** Accepted, 2026-11-21.", "**Context.** …", "**Decision.** …", "**Consequences.** …", with an empty line between them and no other heading',
      );
    if (!file.startsWith(`${number.padStart(4, '0')}-`)) throw wrong(`calls itself ${number}`);
    if (numbers.has(number)) throw wrong(`has the number of another page, ${number}`);
    if (by !== undefined && !(by in pages)) throw wrong(`is superseded by ${by}, which is missing`);
    numbers.add(number);
    return [number, `[${title}](${file})`, status, date];
  });
  return `<!-- Made from the pages of this folder by npm run generate: an edit here is overwritten. -->

# All decisions

Why the house is built as it is: one page for each choice that somebody could have made otherwise.

A page is one screen: number and title, **Status** with the day it was decided, **Context**, **Decision**,
**Consequences**. Pages are kept true: who changes the code changes what its page says of it. Who decides
otherwise writes a new page, and the old one says *Superseded by* it. Numbers go by subject, with gaps.

${table(['number', 'decision', 'status', 'since'], rows)}
`;
}

function readPages(): Readonly<Record<string, string>> {
  const folder = new URL('docs/decisions/', ROOT);
  const files = readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .sort();
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
  );
}
