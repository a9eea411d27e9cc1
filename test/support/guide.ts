import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { compose } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';
import { createFakeClock } from './clock.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const END = '-- end of block --';

/** A shell that goes on from block to block, in `folder`. */
function startShell(folder: string, env: Readonly<Record<string, string>>) {
  const shell = spawn('bash', [], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  return {
    /** Resolves with what the lines print. */
    async type(text: string): Promise<string> {
      shell.stdin.write(`${text}echo "${END}"\n`);
      const printed: string[] = [];
      for (;;) {
        const { value, done } = await lines.next();
        if (done || value === END) return printed.map((line) => `${line}\n`).join('');
        printed.push(value);
      }
    },
    end: () => shell.stdin.end(),
  };
}

/**
 * Does what a page tells a reader to type, in a folder of its own beside a service of its own, and
 * holds what is printed against the block after it; at least `blocks` of those there have to be.
 */
export async function follow(t: Test, page: string, blocks: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'webengagement-guide-'));
  symlinkSync(join(ROOT, 'dist'), join(folder, 'dist'));
  const clock = createFakeClock();
  const config = readConfig({ DATA_DIR: join(folder, 'data'), PORT: '0', STRATEGY: 'none' });
  const service = await compose(config, createLog('silent'), clock.make);
  const address = await service.listen();
  // A width of its own: the terminal that runs the test may be wider than the page.
  const shell = startShell(folder, { PORT: new URL(address).port, COLUMNS: '80' });
  t.teardown(async () => {
    shell.end();
    await service.close();
    rmSync(folder, { recursive: true });
  });

  let printed = '';
  let compared = 0;
  const text = readFileSync(join(ROOT, page), 'utf8');
  for (const [, kind, block = ''] of text.matchAll(/^```(sh|text)\n(.*?)^```$/gms)) {
    if (kind === 'text') {
      t.equal(printed, block, `after ${block.split('\n')[0]}`);
      compared += 1;
      continue;
    }
    // The service runs already.
    if (/^(STRATEGY=none )?npm /.test(block)) continue;
    const [, wait] = /^sleep (\d+)$/m.exec(block) ?? [];
    await clock.advance(Number(wait ?? 0) * 1000);
    const here = block.replace('http://127.0.0.1:8080', address);
    printed = await shell.type(here.replace(/^sleep \d+\n/m, ''));
  }
  t.ok(compared >= blocks, `${page} has ${compared} blocks to compare`);
}
