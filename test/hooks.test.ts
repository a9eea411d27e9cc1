import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const INSTALL = pathToFileURL(join(ROOT, 'scripts/hooks/install.mjs'));
const skip = spawnSync('git', ['--version']).status !== 0 && 'there is no git';
const GOOD = "export const greeting = 'good';\n";
const BAD = 'export const greeting = "bad"\n';

/** A clone of its own, with what the hooks need, and what can be done in it. */
function createClone(t: Test, env: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'webengagement-hooks-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const run = (command: string, ...args: readonly string[]) =>
    spawnSync(command, args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_AUTHOR_NAME: 'Ann',
        GIT_AUTHOR_EMAIL: 'ann@example.com',
        GIT_COMMITTER_NAME: 'Ann',
        GIT_COMMITTER_EMAIL: 'ann@example.com',
        ...env,
      },
    });
  for (const path of ['biome.json', 'package.json', 'scripts/hooks'])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  run('git', 'init');
  run('git', 'add', 'biome.json', 'package.json', 'scripts');
  return {
    folder,
    run,
    write: (file: string, text: string) => writeFileSync(join(folder, file), text),
    hooksPath: () => run('git', 'config', '--local', 'core.hooksPath').stdout.trim(),
    /** As the setup does; answers with what it said. */
    install(root = folder) {
      const script = `import { installHooks } from '${INSTALL}'; installHooks(process.argv[1]);`;
      const args = ['--input-type=module', '--eval', script, root];
      const { stdout, stderr } = run(process.execPath, ...args);
      return stdout + stderr;
    },
  };
}

t.test(
  'what is committed is checked as it is staged, not as it lies there',
  { skip },
  async (t) => {
    const { run, write, install } = createClone(t);
    install();
    const commit = () => run('git', 'commit', '--message', 'Try');

    write('a.ts', BAD);
    run('git', 'add', 'a.ts');
    write('a.ts', GOOD);
    const refused = commit();
    t.equal(refused.status, 1);
    t.match(refused.stderr, /a\.ts.*Nothing was committed\. npm run format/s);
    t.equal(run('git', 'rev-list', '--all').stdout, '');

    run('git', 'add', 'a.ts');
    write('a.ts', BAD);
    const accepted = commit();
    t.equal(accepted.status, 0, accepted.stderr);

    run('git', 'rm', '--force', 'a.ts');
    t.equal(commit().status, 0, 'a file that goes is not looked at');
  },
);

t.test(
  'a clone without packages commits, and says that nothing was checked',
  { skip },
  async (t) => {
    const { run, write, install } = createClone(t);
    install();
    run('rm', 'node_modules');
    write('a.ts', BAD);
    run('git', 'add', 'a.ts');
    const { status, stderr } = run('git', 'commit', '--message', 'Try');
    t.equal(status, 0);
    t.match(stderr, 'not checked');
  },
);

t.test('the setup has git run the hooks, and does not say so', { skip }, async (t) => {
  const { install, hooksPath } = createClone(t);
  t.equal(install(), '');
  t.equal(hooksPath(), 'scripts/hooks');
});

t.test('the setup leaves other hooks alone, and CI, and what is no clone', { skip }, async (t) => {
  const elsewhere = createClone(t);
  elsewhere.run('git', 'config', 'core.hooksPath', 'elsewhere');
  elsewhere.install();
  t.equal(elsewhere.hooksPath(), 'elsewhere');

  const own = createClone(t);
  own.write('.git/hooks/pre-push', '#!/bin/sh\n');
  own.install();
  t.equal(own.hooksPath(), '');

  const ci = createClone(t, { CI: 'true' });
  ci.install();
  t.equal(ci.hooksPath(), '');

  const around = createClone(t);
  around.install(join(around.folder, 'scripts'));
  t.equal(around.hooksPath(), '', 'the clone that an archive was unpacked in');
});
