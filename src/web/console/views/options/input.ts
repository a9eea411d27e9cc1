/** What of a list of the service a value is taken from. */
export type Suggested = 'interaction-queues' | 'agent-groups' | 'time-zones';

/** How an option is edited. */
export type OptionInput = { readonly isOptional: boolean } & (
  | { readonly kind: 'choice'; readonly words: readonly string[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'text'; readonly suggested: Suggested | null }
);

const NOT_SET = /, or not set$/;
const NUMBERS = /^(\d+)–(\d+)$/;
const WORDS = /^[\w.]+(, [\w.]+)+$/;
const SUGGESTED: readonly (readonly [words: RegExp, list: Suggested])[] = [
  [/provisioned Interaction Queue/, 'interaction-queues'],
  [/provisioned agent group/, 'agent-groups'],
  [/IANA time zone/, 'time-zones'],
];

/** Reads from the words on what is valid how a value is best given; the service has the last word. */
export function inputOf(valid: string): OptionInput {
  const isOptional = NOT_SET.test(valid);
  const words = valid.replace(NOT_SET, '');
  const [, least, most] = NUMBERS.exec(words) ?? [];
  if (least !== undefined && most !== undefined)
    return { kind: 'number', least: Number(least), most: Number(most), isOptional };
  if (WORDS.test(words)) return { kind: 'choice', words: words.split(', '), isOptional };
  const [, suggested = null] = SUGGESTED.find(([says]) => says.test(words)) ?? [];
  return { kind: 'text', suggested, isOptional };
}
