/** A Markdown table; a pipe in a cell stays a character. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Words set as code, with commas between. */
export function code(...words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

/** The first line of every page that is made from the source. */
export function generatedFrom(source: string): string {
  return `<!-- Made from ${source}. Change it there: an edit here is overwritten. -->`;
}
