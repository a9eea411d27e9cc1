import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { faultLine, nameOf, readBundle } from '#src/cli/strategy-folder.js';
import { createInterpreters } from '#src/scxml/pool.js';
import { createDirectory } from './support/world.js';

const DOCUMENT = '<scxml xmlns="http://www.w3.org/2005/07/scxml"><final id="end"/></scxml>';

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = createDirectory(t);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

t.test('the main document of a project is found, or named', async (t) => {
  const made = folderOf({
    'src-gen/IPD_a.scxml': DOCUMENT,
    'workflows/sub.scxml': DOCUMENT,
    'include/a.js': '',
    '.settings/x.xml': '',
    'picture.png': '',
  });
  const bundle = readBundle(made);
  t.equal(bundle.main, 'src-gen/IPD_a.scxml');
  t.same(Object.keys(bundle.files).sort(), [
    'include/a.js',
    'src-gen/IPD_a.scxml',
    'workflows/sub.scxml',
  ]);
  t.equal(readBundle(made, 'workflows/sub.scxml').main, 'workflows/sub.scxml');
  t.throws(() => readBundle(made, 'no.scxml'), /no\.scxml is not in/);
  const included = folderOf({
    'one.scxml': `<!-- ${DOCUMENT} --><x href="two.scxml"/>`,
    'two.scxml': DOCUMENT,
  });
  t.equal(readBundle(included).main, 'one.scxml', 'the only one that no other includes');
  t.equal(readBundle(folderOf({ 'Main.scxml': DOCUMENT, 'b.scxml': DOCUMENT })).main, 'Main.scxml');
  t.throws(
    () => readBundle(folderOf({ 'a.scxml': DOCUMENT, 'b.scxml': DOCUMENT })),
    /several documents to begin with \(a\.scxml, b\.scxml\); name one with --main/,
  );
  t.throws(() => readBundle(folderOf({})), /has no \.scxml document/);
  t.throws(() => readBundle(join(made, 'nothing')), /there is no such folder/);
  t.equal(readBundle(join(made, 'workflows/sub.scxml')).main, 'sub.scxml', 'one document alone');
});

t.test('a strategy is called as its folder, unless somebody says', async (t) => {
  t.equal(nameOf('/home/ann/shop', undefined), 'shop');
  t.equal(nameOf('/home/ann/shop.scxml', undefined), 'shop');
  t.equal(nameOf('/home/ann/shop', 'other-1'), 'other-1');
  t.throws(() => nameOf('/home/ann/my shop', undefined), /give one with --name/);
  t.throws(() => nameOf('/home/ann/engagement-logic', undefined), /the built-in rules/);
});

t.test('mistakes of a project are lines that editors link', async (t) => {
  const interpreters = createInterpreters();
  t.teardown(interpreters.close);
  const { errors } = await interpreters.check({
    main: 'main.scxml',
    files: { 'main.scxml': DOCUMENT.replace('<final', '<nonsense/><final') },
  });
  t.match(errors.map(faultLine), [/^main\.scxml:1:\d+: <nonsense>/]);
});
