import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const RECEIVER = fileURLToPath(new URL('./webhook-receiver.js', import.meta.url));

/** A receiver of webhooks in a process of its own. */
export interface Receiver {
  readonly url: string;
  /** How many came since it was asked last, and how late each was. */
  ask(): Promise<{ readonly count: number; readonly delays: readonly number[] }>;
  end(): void;
}

const children: ChildProcess[] = [];

export async function startReceiver(): Promise<Receiver> {
  const child = spawn(process.execPath, [RECEIVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${line.toString().trim()}/`;
  return {
    url,
    ask: async () => (await (await fetch(url)).json()) as { count: number; delays: number[] },
    end: () => child.kill(),
  };
}

/** Ends those that were not. */
export function endReceivers(): void {
  for (const child of children) child.kill('SIGKILL');
}
