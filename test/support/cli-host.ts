import { run } from '#src/cli/run.js';

/** One command line to run, with no more environment than this. */
export interface Asked {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Collects what is written to a stream of this process, from now on. */
function collect(stream: NodeJS.WriteStream): () => string {
  let text = '';
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }) as typeof stream.write;
  return () => {
    const collected = text;
    text = '';
    return collected;
  };
}

// Every run listens to the streams as a process of its own would.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
const [stdout, stderr] = [collect(process.stdout), collect(process.stderr)];

// One after another: environment and streams are those of the process.
let last: Promise<void> = Promise.resolve();
process.on('message', ({ args, env }: Asked) => {
  last = last.then(async () => {
    // In place: who imported it by name sees it too.
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, env);
    const code = await run(args);
    process.send?.({ code, stdout: stdout(), stderr: stderr() });
  });
});
