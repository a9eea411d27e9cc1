import { diffLines } from 'diff';
import { written } from './places.js';

/** A line of a comparison. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  /** Its number before and after, from 1 on; null on the side where it is not. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Lines that did not change, between those that did: so many are left out. */
export interface Gap {
  readonly kind: 'gap';
  readonly lines: number;
}

/** Lines around a change that tell where it is. */
const AROUND = 3;
/** Longer ways from one text to the other are not looked for: all of one is gone, all of the other new. */
const MOST_EDITS = 400;

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

function compared(before: string, after: string): readonly DiffLine[] {
  const options = { maxEditLength: MOST_EDITS };
  const parts = diffLines(`${before}\n`, `${after}\n`, options) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  let [was, is] = [0, 0];
  return parts.flatMap(({ value, added, removed }) =>
    linesOf(value).map((text): DiffLine => {
      if (!added) was += 1;
      if (!removed) is += 1;
      const kind = added ? 'new' : removed ? 'gone' : 'same';
      return { kind, text, before: added ? null : was, after: removed ? null : is };
    }),
  );
}

/** What changed from one text to the other, with the lines around it. */
export function diffOf(before: string, after: string): readonly (DiffLine | Gap)[] {
  if (before === after) return [];
  const lines = compared(before, after);
  const near = new Set<number>();
  for (const [at, { kind }] of lines.entries())
    if (kind !== 'same')
      for (let beside = at - AROUND; beside <= at + AROUND; beside += 1) near.add(beside);
  const shown: (DiffLine | Gap)[] = [];
  for (const [at, line] of lines.entries()) {
    const last = shown.at(-1);
    if (near.has(at)) shown.push(line);
    else if (last?.kind === 'gap') shown[shown.length - 1] = { ...last, lines: last.lines + 1 };
    else shown.push({ kind: 'gap', lines: 1 });
  }
  return shown;
}

/** What changed from one value to the other; nothing stands for what is not there. */
export function diffOfValues(before: unknown, after: unknown): readonly (DiffLine | Gap)[] {
  const text = (value: unknown): string => (value == null ? '' : written(value));
  const [was, is] = [text(before), text(after)];
  const all = diffOf(was, is);
  return all.filter((line) => line.kind === 'gap' || line.text !== '' || (was !== '' && is !== ''));
}

/** How many lines a comparison takes out and puts in. */
export function countsOf(diff: readonly (DiffLine | Gap)[]): { gone: number; new: number } {
  const of = (kind: DiffLine['kind']): number => diff.filter((line) => line.kind === kind).length;
  return { gone: of('gone'), new: of('new') };
}
