import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t from 'tap';
import { compose } from '#src/compose.js';
import { readConfig } from '#src/config.js';
import { createLog } from '#src/log.js';
import { createFakeClock } from './support/clock.js';

const END = '-- end of block --';

/** The fenced blocks of the README: what to type, and what the block before it prints. */
const blocks = [
  ...readFileSync(new URL('../../README.md', import.meta.url), 'utf8').matchAll(
    /^```(sh|text)\n(.*?)^```$/gms,
  ),
].map(([, kind, text = '']) => ({ kind, text }));

t.test('the tour of the README prints what it says, line by line', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'webengagement-readme-'));
  const clock = createFakeClock();
  const config = readConfig({ DATA_DIR: join(folder, 'data'), PORT: '0', STRATEGY: 'none' });
  const service = await compose(config, createLog('silent'), clock.make);
  const address = await service.listen();
  const shell = spawn('bash', [], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  t.teardown(async () => {
    shell.stdin.end();
    await service.close();
    rmSync(folder, { recursive: true });
  });

  async function type(text: string): Promise<string> {
    shell.stdin.write(`${text.replace('http://127.0.0.1:8080', address)}echo "${END}"\n`);
    const printed: string[] = [];
    for (;;) {
      const { value, done } = await lines.next();
      if (done || value === END) return printed.map((line) => `${line}\n`).join('');
      printed.push(value);
    }
  }

  let printed = '';
  let compared = 0;
  for (const { kind, text } of blocks) {
    if (kind === 'text') {
      t.equal(printed, text, `after ${text.split('\n')[0]}`);
      compared += 1;
      continue;
    }
    if (/^(STRATEGY=none )?npm /.test(text)) continue;
    const [, wait] = /^sleep (\d+)$/m.exec(text) ?? [];
    await clock.advance(Number(wait ?? 0) * 1000);
    printed = await type(text.replace(/^sleep \d+\n/m, ''));
  }
  t.ok(compared >= 5, 'the tour has blocks to compare');
});
