import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Has git run the hooks of this folder in the clone at `root`. Does nothing, and says nothing, where
 * nobody commits (CI, an image, an unpacked archive) and where somebody has hooks of their own.
 */
export function installHooks(root) {
  if (process.env.CI || !existsSync(join(root, '.git'))) return;
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const hooks = git('rev-parse', '--git-path', 'hooks');
  const isUnset = git('config', '--get', 'core.hooksPath').status === 1;
  if (hooks.status !== 0 || !isUnset) return;
  const folder = resolve(root, hooks.stdout.trim());
  const own = existsSync(folder) && readdirSync(folder).some((name) => !name.endsWith('.sample'));
  if (!own) git('config', 'core.hooksPath', 'scripts/hooks');
}
