import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Finding, markdownOf } from './report.js';

/** Where the tables of a page are. */
export type PageName = 'performance.md' | 'scaling.md';

/** Where and when something was measured. */
export interface Conditions {
  readonly at: string;
  readonly machine: string;
  /** How many processes wanted a processor, on average of the minute before. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly command: string;
}

const loadNow = (): number => loadavg()[0] ?? Number.NaN;

/** Notes the conditions of a script of `package.json` now; the answer completes them at the end. */
export function watchConditions(script = 'bench'): () => Conditions {
  const loadBefore = loadNow();
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ');
  // Where the answer goes changes nothing of it.
  const asked = process.argv
    .slice(2)
    .filter((word, index, words) => !/^--(json|page)/.test(word) && words[index - 1] !== '--json');
  const memory = Math.round(totalmem() / 2 ** 30);
  return () => ({
    at: `${at} UTC`,
    machine: `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GB, ${type()} ${release()}, Node ${process.versions.node}`,
    loadBefore,
    loadAfter: loadNow(),
    command: [`npm run ${script}`, ...(asked.length > 0 ? ['--', ...asked] : [])].join(' '),
  });
}

/** The conditions in a line. */
export function wordsOf({ at, machine, loadBefore, loadAfter, command }: Conditions): string {
  const isBusy = loadBefore > availableParallelism();
  return `\`${command}\`, ${at}; ${machine}; load of the machine ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} at the end${isBusy ? ': busy with other work: processor times carry over, ratios roughly, speeds do not' : ''}.`;
}

/**
 * Writes what was found into a page of `docs`, each term between marks of its own; what was
 * not measured this time stays. Throws when the page has no place for a term.
 */
export function writePage(
  findings: readonly Finding[],
  conditions: Conditions,
  name: PageName = 'performance.md',
): void {
  const file = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
  let page = readFileSync(file, 'utf8');
  for (const { term, rows } of findings) {
    const [begin, end] = [`<!-- bench ${term.name} -->\n`, `<!-- end of ${term.name} -->`];
    const [from, to] = [page.indexOf(begin), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/${name} has no place for ${term.name}`);
    const text = `\n${term.says}\n\n${markdownOf(rows)}\n\n${wordsOf(conditions)}\n\n`;
    page = page.slice(0, from + begin.length) + text + page.slice(to);
  }
  writeFileSync(file, page);
}
