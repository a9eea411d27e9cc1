import { dirname, join, normalize } from 'node:path';

/** A source with its text; paths are from the root of the repository. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A text without its comments and, with `texts`, without what stands in quotes. */
export function codeOf(text: string, { texts }: { readonly texts: boolean }): string {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  return texts ? code.replace(/'(?:[^'\\\n]|\\.)*'/g, "''") : code;
}

/** Everything that a source names of others: imports, types alone, at run time, re-exports. */
export function importsOf({ path, text }: Source): readonly { target: string; isType: boolean }[] {
  const code = codeOf(text, { texts: false });
  const found = [
    ...code.matchAll(/^(?:import|export) (type )?[^;]*?from '([^']+)'/gms),
    ...code.matchAll(/()(?:\bimport|\brequire)\(\s*'([^']+)'\s*\)/g),
    ...code.matchAll(/^()import '([^']+)'/gm),
  ];
  return found.map(([, type, target = '']) => ({
    isType: Boolean(type),
    target: target.startsWith('.')
      ? normalize(join(dirname(path), target)).replace(/\.js$/, '.ts')
      : target,
  }));
}
