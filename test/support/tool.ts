import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { provision } from '#src/cli/provision/tool.js';
import { KINDS } from '#src/domain/objects/kinds.js';
import type { Outcome } from './process.js';
import { ADMIN_KEY } from './service.js';

const TOOL = fileURLToPath(import.meta.resolve('#src/cli/provision/main.js'));
const SCRIPT = fileURLToPath(
  new URL('../../../tools/provisioning/webengagement_provisioning.sh', import.meta.url),
);

/** Runs the Provisioning Tool, or the script that stands for it, until it ends. */
export async function runTool(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  how: 'node' | 'script' = 'node',
): Promise<Outcome> {
  const [command, before] = how === 'script' ? [SCRIPT, []] : [process.execPath, [TOOL]];
  const child = spawn(command, [...before, ...args], {
    env: { PATH: String(process.env.PATH), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk) => {
      output[stream] += String(chunk);
    });
  const [code] = await once(child, 'close');
  return { code, ...output };
}

/** Runs the tool inside this process: the same but for the start of a program. */
export async function callTool(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const output = { stdout: '', stderr: '' };
  const collect = (stream: 'stdout' | 'stderr', isTTY = false) => ({
    isTTY,
    write(text: string) {
      output[stream] += text;
    },
  });
  const around = {
    env,
    stdout: collect('stdout', env.TERM !== undefined),
    stderr: collect('stderr', env.TERM !== undefined),
  };
  const code = await provision(args, 'webengagement_provisioning', around);
  return { code, ...output };
}

/** The last line of a run that succeeded. */
export const SUCCESS = 'Provisioning script successfully finished his work';

/** The flags that a run cannot do without. */
export function flagsOf(address: string, app = 'Web_Engagement_Server'): readonly string[] {
  const { hostname, port } = new URL(address);
  return ['-host', hostname, '-port', port, '-app', app];
}

const authorization = `Bearer ${ADMIN_KEY}`;

/** Everything provisioned, as text that can be compared. */
export async function objectsAt(address: string): Promise<string> {
  const lists = await Promise.all(
    KINDS.map(async (kind) => {
      const url = `${address}/v1/admin/objects/${kind}`;
      return (await fetch(url, { headers: { authorization } })).text();
    }),
  );
  return lists.join('\n');
}

/** Changes one object, which must be possible. */
export async function write(method: string, url: string, properties?: object): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { authorization, ...(properties && { 'content-type': 'application/json' }) },
    ...(properties && { body: JSON.stringify({ properties }) }),
  });
  assert.ok(response.ok, await response.text());
}
