import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import type { Bundle, Fault } from '../domain/strategies/bundle.js';
import {
  RULES_NAMES,
  STRATEGY_NAME_PATTERN,
  STRATEGY_NAME_VALID,
} from '../domain/strategies/reference.js';
import { BUNDLE_LIMITS } from '../domain/strategies/session-limits.js';
import { Failure } from './exit.js';

/** What a project has that a strategy may include. */
const DOCUMENTS = new Set(['.scxml', '.js', '.xml', '.txt', '.json']);

/** Folders of a project that hold nothing to run. */
const isPassedOver = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

function pathsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (isPassedOver(entry.name)) return [];
      if (entry.isDirectory()) return pathsIn(path);
      return entry.isFile() && DOCUMENTS.has(extname(entry.name).toLowerCase()) ? [path] : [];
    });
}

/** The documents that no other one includes. */
function topOf(files: Bundle['files']): readonly string[] {
  const documents = Object.keys(files).filter((path) => /\.scxml$/i.test(path));
  const included = Object.values(files).join('\n').toLowerCase();
  const isIncluded = (path: string): boolean =>
    new RegExp(
      `(href|src)\\s*=\\s*["'][^"']*${basename(path).toLowerCase().replaceAll('.', '\\.')}`,
    ).test(included);
  const free = documents.filter((path) => !isIncluded(path));
  return free.length > 0 ? free : documents;
}

/** Where a session begins: the interaction process that a composer made, `main.scxml`, or the only one. */
function mainOf(folder: string, files: Bundle['files'], wish: string | undefined): string {
  const paths = Object.keys(files);
  if (wish !== undefined) {
    const wanted = [wish, relative(resolve(folder), resolve(wish)).split(sep).join('/')];
    const main = paths.find((path) => wanted.includes(path));
    if (main !== undefined) return main;
    throw new Failure(`${wish} is not in ${folder}; there are: ${paths.join(', ')}`, 'refused');
  }
  const top = topOf(files);
  const made = top.filter((path) => /^IPD_.*\.scxml$/i.test(basename(path)));
  const named = top.filter((path) => basename(path).toLowerCase() === 'main.scxml');
  for (const found of [made, named, top]) if (found.length === 1) return found[0] ?? '';
  throw new Failure(
    top.length === 0
      ? `${folder} has no .scxml document`
      : `${folder} has several documents to begin with (${top.join(', ')}); name one with --main`,
    'refused',
  );
}

/** The bundle in a folder, or of one document. Throws a `Failure` of one line. */
export function readBundle(folder: string, main?: string): Bundle {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) throw new Failure(`${folder}: there is no such folder`, 'refused');
  const root = stats.isDirectory() ? folder : join(folder, '..');
  const paths = stats.isDirectory() ? pathsIn(folder) : [folder];
  if (paths.length > BUNDLE_LIMITS.files)
    throw new Failure(
      `${folder} has ${paths.length} documents; a strategy may have ${BUNDLE_LIMITS.files}`,
      'refused',
    );
  const files = Object.fromEntries(
    paths.map((path) => [
      relative(root, path).split(sep).join('/'),
      readFileSync(path, 'utf8').replace(/^\uFEFF/, ''),
    ]),
  );
  return { main: mainOf(root, files, main), files };
}

/** What a strategy of a folder is called when nobody says: as the folder. */
export function nameOf(folder: string, wish: string | undefined): string {
  const name = wish ?? basename(resolve(folder)).replace(/\.scxml$/i, '');
  if (RULES_NAMES.some((taken) => taken === name))
    throw new Failure(
      `${name} is what the built-in rules are called; give the strategy another name with --name`,
      'refused',
    );
  if (new RegExp(STRATEGY_NAME_PATTERN).test(name)) return name;
  throw new Failure(
    `the name ${JSON.stringify(name)} must be ${STRATEGY_NAME_VALID}; give one with --name`,
    'refused',
  );
}

/** A place with what is wrong there, as editors and terminals link it. */
export const faultLine = ({ file, line, column, detail }: Fault): string =>
  `${file}:${line}:${column}: ${detail}`;
