import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';

/** Commands that try random cases, with a flag that each takes and one that it does not. */
const SCRIPTS = {
  chaos: ['--nodes', '--seed'],
  simulate: ['--only', '--nodes'],
  fuzz: ['--path', '--only'],
} as const;

/** Runs one as `npm run` does. */
async function run(script: string, ...args: readonly string[]) {
  const file = fileURLToPath(new URL(`../../scripts/${script}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, code: code as number };
}

for (const [script, [taken, unknown]] of Object.entries(SCRIPTS))
  t.test(`npm run ${script} tells how it is used, and of what it does not know`, async (t) => {
    const [help, stray] = await Promise.all([run(script, '--help'), run(script, unknown, '1')]);
    t.equal(help.code, 0);
    t.match(help.stdout, `npm run ${script} -- --help`);
    t.match(help.stdout, taken, 'each flag is told of');
    t.equal(stray.code, 2);
    t.match(stray.stderr, unknown);
    t.ok(stray.stderr.endsWith(` \`npm run ${script} -- --help\` tells what there is.\n`));
    t.equal(stray.stderr.split('\n').length, 2, 'one line, no trace');
  });

t.test('what a flag does not take is told in one line, too', async (t) => {
  const told = { '--runs many': /whole numbers/, '--only agents': /interactions, chats, nodes/ };
  for (const [flag, words] of Object.entries(told)) {
    const { code, stderr } = await run('simulate', ...flag.split(' '));
    t.equal(code, 2);
    t.match(stderr, words);
    t.equal(stderr.split('\n').length, 2);
  }
});
