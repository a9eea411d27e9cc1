/** A number as every view writes it, whatever the language of the browser: the words beside it are English. */
export const numeral = (value: number): string => value.toLocaleString('en');

/** A number with what it counts: `one` of a single one, otherwise `many`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${numeral(value)} ${value === 1 ? one : many}`;
