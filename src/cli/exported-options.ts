import { CATALOGUE } from '../domain/options/catalogue.js';
import { clip, quote } from '../domain/quote.js';
import { nearest } from '../text/near.js';

/** An option of ours in a file that another installation wrote. */
export interface ExportedOption {
  readonly name: string;
  readonly value: string;
}

/** What a file of exported options says. */
export interface ExportedOptions {
  readonly options: readonly ExportedOption[];
  /** What is none of ours, each with the section that it is in: left alone. */
  readonly others: readonly string[];
  /** What is wrong, each in a sentence with its line. */
  readonly problems: readonly string[];
}

const DEFINITIONS = Object.values(CATALOGUE);
const NAMES = DEFINITIONS.map(({ name }) => name);
/** What begins like this is meant for us. */
const OURS = /^(wmsg\.|engagement\.)/;

/**
 * Reads lines of `name = value`, with sections in brackets or without, as options and annexes are
 * exported: values may be quoted; `#`, `;` and `//` begin a comment line.
 */
export function readExportedOptions(text: string): ExportedOptions {
  const options = new Map<string, string>();
  const others: string[] = [];
  const problems: string[] = [];
  let section = '';
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    const at = `line ${index + 1}`;
    if (line === '' || /^(#|;|\/\/)/.test(line)) continue;
    const [, named] = /^\[(.*)\]$/.exec(line) ?? [];
    if (named !== undefined) {
      section = named.trim();
      continue;
    }
    const [, name = '', given = ''] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    const value = given.replace(/^(["'])(.*)\1$/, '$2');
    const known = DEFINITIONS.find((each) => each.name === name);
    if (name === '') problems.push(`${at}: ${quote(line)} is not name=value`);
    else if (known === undefined && OURS.test(name))
      problems.push(
        `${at}: there is no option ${clip(name)}; did you mean ${nearest(clip(name), NAMES) ?? NAMES.join(', ')}?`,
      );
    else if (known === undefined) others.push(section ? `${name} (${section})` : name);
    else if (options.has(name)) problems.push(`${at}: ${name} stands in the file twice`);
    else {
      const parsed = known.kind.parse(value);
      if (parsed.ok) options.set(name, value);
      else
        problems.push(
          `${at}: ${name} ${quote(value)} ${parsed.problem}; valid: ${known.kind.valid}`,
        );
    }
  }
  return {
    options: [...options].map(([name, value]) => ({ name, value })),
    others,
    problems,
  };
}
