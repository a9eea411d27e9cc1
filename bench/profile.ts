import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const placeOf = (url: string, line: number): string => {
  if (url === '') return '(native)';
  if (url.startsWith('node:')) return url;
  const file = url.startsWith('file:') ? relative(ROOT, fileURLToPath(url)) : basename(url);
  return `${file.replace(/^.*node_modules\//, '')}:${line + 1}`;
};

/** The functions in which a profiled program spent most of its time itself, as a table. */
export function topFunctions(file: string, count: number): string {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callerOf = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const describe = (id: number): string => {
    const node = byId.get(id);
    if (node === undefined) return '(unknown)\t';
    const { functionName, url, lineNumber } = node.callFrame;
    if (url !== '' || functionName.startsWith('('))
      return `${functionName || '(anonymous)'}\t${placeOf(url, lineNumber)}`;
    // What is native says little without who called it.
    const caller = byId.get(callerOf.get(id) ?? -1)?.callFrame;
    return `${functionName || '(anonymous)'} ← ${caller?.functionName || '(anonymous)'}\t${placeOf(caller?.url ?? '', caller?.lineNumber ?? 0)}`;
  };
  const names = new Map<number, string>();
  const self = new Map<string, number>();
  let total = 0;
  for (const [index, sample] of samples.entries()) {
    const name = names.get(sample) ?? describe(sample);
    names.set(sample, name);
    const delta = timeDeltas[index] ?? 0;
    self.set(name, (self.get(name) ?? 0) + delta);
    total += delta;
  }
  const table = new Table({
    head: ['self', 'function', 'where'],
    colAligns: ['right', 'left', 'left'],
    style: { head: [], border: [] },
  });
  for (const [name, time] of [...self].sort(([, a], [, b]) => b - a).slice(0, count))
    table.push([`${((time / total) * 100).toFixed(1)} %`, ...name.split('\t')]);
  return table.toString();
}
