import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const DIST = new URL('.', import.meta.resolve('#src/main.js'));
const PARTS = new URL('program/', DIST);

const read = (file: URL) => readFileSync(file, 'utf8');

/** When the newest of the decisions was compiled: what runs must be newer. */
const compiledAt = Math.max(
  ...readdirSync(new URL('decisions/', DIST)).map(
    (name) => statSync(new URL(`decisions/${name}`, DIST)).mtimeMs,
  ),
);

t.test('the thread runs one file, made after all that it is made of was compiled', (t) => {
  const file = new URL('store/sqlite/writer-worker.js', DIST);
  t.notMatch(read(file), /^import .* from ["']\./m, 'with all it needs in it');
  t.ok(statSync(file).mtimeMs >= compiledAt);
  t.end();
});

t.test('a process runs parts, made after all that they are made of was compiled', (t) => {
  for (const [program, part] of [
    ['main.js', 'main.js'],
    ['cli/provision/main.js', 'provision.js'],
  ] as const) {
    const [, lead = ''] = /^import '(.*)';$/m.exec(read(new URL(program, DIST))) ?? [];
    const begins = new URL(lead, new URL(program, DIST));
    t.equal(fileURLToPath(begins), fileURLToPath(new URL(part, PARTS)), program);
    t.ok(statSync(begins).mtimeMs >= compiledAt);
  }
  const elsewhere = /^(?:import|export) .* from ["']\.\.|^[^*]*\bimport\(["']\.\./m;
  const doubled = readdirSync(PARTS).filter((part) => elsewhere.test(read(new URL(part, PARTS))));
  t.strictSame(doubled, [], 'no part loads a module that may be in another');
  t.end();
});
