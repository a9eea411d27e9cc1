import { eastAsianWidth } from 'get-east-asian-width';

/** What stands for nothing. */
const NOTHING = '-';

/**
 * Characters that would act on a terminal instead of showing: control characters, line separators,
 * what turns the direction of the text, and halves of surrogate pairs.
 */
const ACTIVE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const PLAIN = /^[\x20-\x7e]*$/;
const INVISIBLE = /^[\p{M}\p{Cf}]+$/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u;

/** A JSON value as people read it, on one line. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.map(cellOf).join(', ') || NOTHING;
  if (typeof value === 'object')
    return (
      Object.entries(value)
        .map(([name, member]) => `${harmless(name)}=${cellOf(member)}`)
        .join(' ') || NOTHING
    );
  return harmless(String(value));
}

/** The text with every character that would act on a terminal written as an escape. */
export function harmless(text: string): string {
  return PLAIN.test(text)
    ? text
    : text.replace(
        ACTIVE,
        (active) => ESCAPES[active] ?? `\\u${active.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
}

/** The columns of a terminal that a text takes. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += widthOfGrapheme(segment);
  return width;
}

/** The text when it is not wider than `width`, else as much of it as fits before an ellipsis. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let left = width - 1;
  for (const { segment } of graphemesOf(text)) {
    left -= widthOfGrapheme(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

let segmenter: Intl.Segmenter | undefined;

/** What people see as one character each. */
function graphemesOf(text: string): Intl.Segments {
  // Made when first needed: it takes longer to make than most tables do.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

function widthOfGrapheme(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  if (EMOJI.test(grapheme)) return 2;
  return eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}
