import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { serve } from './support/process.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The blocks of docs/operating.md by the heading above them. */
function blocksOf(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = text.split(/^## /m);
  return new Map(
    sections.map((section) => [
      section.split('\n')[0] ?? '',
      [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block),
    ]),
  );
}

const blocks = blocksOf(readFileSync(join(ROOT, 'docs/operating.md'), 'utf8'));
const [setup = ''] = blocks.get('# Operating') ?? [];
const [backup = '', ofRunning = ''] = blocks.get('Backup') ?? [];
const [restore = ''] = blocks.get('Restore') ?? [];
const [upgrade = '', compact = ''] = blocks.get('Upgrade') ?? [];
const [leave = '', arrive = ''] = blocks.get('Moving to another machine') ?? [];

t.test('every line of the page about operating does what it says', async (t) => {
  const folder = t.testdir();
  symlinkSync(join(ROOT, 'dist'), join(folder, 'dist'));
  const data = join(folder, 'data');
  const type = async (lines: string): Promise<string> => {
    const script = `set -e\n${setup}${lines}`;
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder });
    return stdout;
  };

  const service = await serve(t, { DATA_DIR: data });
  t.match(await type(backup), /backup\.db: \d+ bytes in [\d.]+ s, checked\n$/);
  t.equal(statSync(join(folder, 'backup.db')).mode & 0o777, 0o600);
  const made = await type(ofRunning.replace('http://127.0.0.1:8080', service.address));
  t.match(made, /^\{"file":"backups\/webengagement-[^"]+\.db","bytes":\d+,"durationMs":\d+\}/);
  t.match(made, /file +bytes +createdAt/i);
  t.equal(await service.end('SIGTERM'), 0);

  const restored = await type(restore);
  t.match(restored, /^restored .*data\/webengagement\.db at migration \d+; what was there is in /);
  const aside = /is in (.+)\n/.exec(restored)?.[1] ?? '';
  t.strictSame(readdirSync(aside), ['webengagement.db']);
  t.match(await type(upgrade), /up to date\n$/);
  t.match(await type(compact), /up to date\nneeds up to .*\n.* in pages of 2048 now, checked\n$/);
  t.match(await type(leave + arrive), /restored .*new-machine\/webengagement\.db.*\nup to date\n$/);
  t.strictSame(
    readFileSync(join(folder, 'new-machine/admin.key')),
    readFileSync(join(data, 'admin.key')),
  );
});
