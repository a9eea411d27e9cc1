/** Longer texts are cut when a message repeats them, so that no answer grows with its request. */
const LONGEST_QUOTE = 80;

/** What somebody sent, as a message repeats it: quoted, escaped, and cut when it is long. */
export function quote(text: string): string {
  return JSON.stringify(clip(text));
}

/** A text of bounded length; what is missing shows as an ellipsis. */
export function clip(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text;
}
