import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import type { Bundle } from '#src/domain/strategies/bundle.js';
import { compile } from '#src/scxml/compile.js';
import type { OpenVm } from '#src/scxml/engine.js';
import { opening, runChart, shippedEngine } from './support/scxml.js';
import { SECOND_ENGINE_BYTES, secondEngine } from './support/scxml-second-engine.js';

// The tests of the W3C for the Recommendation, with the data model ECMAScript, as
// `@scion-scxml/test-framework` ships them: a document passes when it ends in its state `pass`.

const root = fileURLToPath(import.meta.resolve('@scion-scxml/test-framework/package.json'));
const FOLDER = join(dirname(root), 'test', 'w3c-ecma');
const texts = new Map(
  readdirSync(FOLDER)
    .filter((file) => /\.(scxml|txt)$/.test(file))
    .map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]),
);
const manifest = readFileSync(join(FOLDER, 'manifest.xml'), 'utf8');

interface Conformance {
  readonly number: string;
  readonly isMandatory: boolean;
  readonly isManual: boolean;
}
const tests: readonly Conformance[] = [
  ...manifest.matchAll(/<test id="(\w+)" conformance="(\w+)" manual="(\w+)"/g),
].map(([, number = '', conformance, manual]) => ({
  number,
  isMandatory: conformance === 'mandatory',
  isManual: manual === 'true',
}));

/** Of them, those that somebody has to look at: what they say, or that they are refused. */
const BY_HAND = ['178', '230', '250', '307', '415'];
const REFUSED = ['301'];
/** They need a processor for events over HTTP, which a strategy does not have: anybody could call it. */
const BASIC_HTTP = [
  ...['201', '509', '510', '513', '518', '519', '520', '522'],
  ...['531', '532', '534', '567', '577'],
];

/** Shipped as several documents. */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  '303': ['303', '303-1', '303-2'],
  '403': ['403a', '403b', '403c'],
};

const fileOf = (number: string): string => `test${number}.txml.scxml`;
const bundleOf = (number: string): Bundle => {
  const own = [...texts].filter(([file]) => file.startsWith(`test${number.slice(0, 3)}`));
  return { main: fileOf(number), files: Object.fromEntries(own) };
};

async function stateAtEnd(number: string, open: OpenVm): Promise<string> {
  const bundle = bundleOf(number);
  const { chart, errors } = compile(bundle);
  if (chart === null) return `refused: ${errors[0]?.detail}`;
  const { how, states, detail } = await runChart(chart, bundle, {
    open,
    opening: opening({ interactions: [] }),
  });
  return how === 'final' ? states.join() : `${how}: ${detail}`;
}

async function passAll(t: Test, open: OpenVm): Promise<void> {
  const numbers = tests
    .map(({ number }) => number)
    .filter((number) => ![...BY_HAND, ...REFUSED, ...BASIC_HTTP].includes(number));
  const all = numbers.flatMap((number) => DOCUMENTS[number] ?? [number]);
  const failed: string[] = [];
  let passed = 0;
  for (const number of all) {
    const state = await stateAtEnd(number, open);
    if (state === 'pass') passed += 1;
    else failed.push(`${number}: ${state}`);
  }
  t.strictSame(failed, []);
  const mandatory = tests.filter(
    ({ number, isMandatory }) => isMandatory && numbers.includes(number),
  );
  t.equal(mandatory.length, 160, 'all mandatory ones that judge themselves');
  t.equal(numbers.length, 160 + 21, 'and the optional ones');
  t.equal(passed, 160 + 21 + 4, 'in as many documents');
}

t.test('every test that judges itself passes, in the engine that is shipped', async (t) => {
  await passAll(t, await shippedEngine());
});

t.test('and in a second one', async (t) => {
  await passAll(t, await secondEngine());
});

t.test('the others end, and the one that must be refused is', async (t) => {
  const open = await shippedEngine();
  for (const number of BY_HAND) t.equal(await stateAtEnd(number, open), 'final', number);
  for (const number of REFUSED) t.match(await stateAtEnd(number, open), /^refused/, number);
  t.equal(tests.filter(({ isManual }) => isManual).length, 9);
});

t.test('machines of the second engine stay in their memory together', async (t) => {
  let interrupts = 0;
  const open = await secondEngine();
  const greedy = await open({
    now: () => 0,
    call: () => '',
    interrupt: () => {
      interrupts += 1;
      return interrupts > 20_000 ? 'interrupts' : null;
    },
  });
  const source = 'var a = []; for (;;) a.push(new Uint8Array(1e6))';
  t.throws(() => greedy.evaluate(source), /out of memory/);
  greedy.dispose();
  t.ok(SECOND_ENGINE_BYTES <= 32 * 1024 * 1024);
});
