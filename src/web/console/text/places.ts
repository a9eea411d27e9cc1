import {
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Misfit } from '../wire.js';

/** A value that somebody has written, or where it cannot be read. */
export type Written =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly marks: readonly Mark[] };

/** Something to say of a line. */
export interface Mark {
  /** From 1 on. */
  readonly line: number;
  readonly words: string;
}

const STRICT = { disallowComments: true, allowTrailingComma: false };

/** What the codes of the parser say, to people who write rules. */
const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no JSON: texts stand in double quotes',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'the name of a member is missing here, in double quotes',
  ValueExpected: 'a value is missing here',
  ColonExpected: 'a colon is missing before this',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is something after the end',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'the closing quote is missing',
  UnexpectedEndOfNumber: 'this is no number',
  InvalidUnicode: 'this is no character: \\u and four digits',
  InvalidEscapeCharacter: 'there is no such character after a backslash',
  InvalidCharacter: 'this character must be written with a backslash',
};

/** The line of a place in a text, from 1 on. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
    line += 1;
  return line;
}

/** Reads JSON as the service would; what cannot be read is said at its line, once a line. */
export function readWritten(text: string): Written {
  const errors: ParseError[] = [];
  parseTree(text, errors, STRICT);
  if (errors.length === 0) return { ok: true, value: JSON.parse(text) };
  const byLine = new Map<number, Mark>();
  for (const { error, offset } of errors) {
    const line = lineAt(text, offset);
    const words = WORDS[printParseErrorCode(error)] ?? 'this is no JSON';
    if (!byLine.has(line)) byLine.set(line, { line, words });
  }
  return { ok: false, marks: [...byLine.values()] };
}

/** The steps of a JSON pointer in a fragment; digits may be places of a list or names. */
const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'));

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

interface Place {
  readonly node: Node;
  /** The way there, as people say it: places of lists from 1 on. */
  readonly way: readonly string[];
}

/** The deepest node on the way that there is: of a member that is missing, what it is missing in. */
function placeIn(root: Node, steps: readonly string[]): Place {
  let node: Node | undefined = root;
  let found = root;
  const way: string[] = [];
  for (const step of steps) {
    const isList: boolean = node?.type === 'array';
    way.push(isList ? `#${Number(step) + 1}` : step);
    node = node && findNodeAtLocation(node, [isList ? Number(step) : step]);
    found = node ?? found;
  }
  return { node: found, way };
}

/**
 * The misfits of a body at the lines of the text that was edited: the value of one member of the body,
 * `within`. What is about something else stands at the first line.
 */
export function marksOf(text: string, misfits: readonly Misfit[], within: string): readonly Mark[] {
  const root = parseTree(text, [], STRICT);
  return misfits
    .map(({ pointer, detail }) => {
      const [member, ...steps] = stepsOf(pointer);
      if (!root || member !== within) return { line: 1, words: `${pointer}: ${detail}` };
      const { node, way } = placeIn(root, steps);
      // A value begins where its name does.
      const at = node.parent?.type === 'property' ? node.parent.offset : node.offset;
      const path = way.length > 0 ? `${way.join(' › ')}: ` : '';
      return { line: lineAt(text, at), words: path + detail };
    })
    .sort((a, b) => a.line - b.line);
}

/** A value as people edit it. */
export const written = (value: unknown): string => JSON.stringify(value, null, 2);
