import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { askReadiness } from '#src/cli/healthcheck.js';
import { SETTING_NAMES } from '#src/config/settings.js';
import { type Outcome, run, runAlone, serve, start } from './support/process.js';

// Processes are slow to start, so the tests run side by side.
t.jobs = 4;

/** Asks by another name of this machine, again while it has too much to do for an answer in time. */
async function checkHealth(port: string): Promise<Outcome> {
  const outcome = await run(['healthcheck', '--host', '0.0.0.0'], { PORT: port });
  return outcome.stderr.includes('no answer within') ? checkHealth(port) : outcome;
}

t.test(
  'serve logs its addresses, holds its directory and port, and ends with 0',
  { buffered: true },
  async (t) => {
    const directory = join(t.testdir(), 'data');
    const service = await serve(t, { DATA_DIR: directory });
    const port = new URL(service.address).port;
    t.match(service.address, /^http:\/\/127\.0\.0\.1:\d+$/);
    t.match(await service.logged('listening'), { docs: `${service.address}/docs` });
    t.match(await service.logged('admin key written'), { file: join(directory, 'admin.key') });
    t.notOk(
      // A machine with much to do may take its time for a decision.
      service.log.some(({ level, msg }) => level >= 40 && msg !== 'a decision took long'),
      'nothing to warn about on loopback',
    );

    const [ready, sameDirectory, samePort] = await Promise.all([
      checkHealth(port),
      run(['migrate'], { DATA_DIR: directory }),
      runAlone(['serve'], { DATA_DIR: join(directory, 'other'), PORT: port, LOG_LEVEL: 'silent' }),
    ]);
    const stdout = `ready: ${service.address}/readyz\n`;
    t.strictSame(ready, { code: 0, stdout, stderr: '' }, 'ready, by whatever name');
    t.strictSame([sameDirectory.code, sameDirectory.stdout], [2, '']);
    t.match(sameDirectory.stderr, /^webengagement: another process uses .* DATA_DIR\n$/);
    t.strictSame([samePort.code, samePort.stdout], [1, '']);
    t.match(samePort.stderr, /^webengagement: 127\.0\.0\.1:\d+ is in use .* set PORT .*\n$/);

    t.equal(await service.end('SIGTERM'), 0);
    t.strictSame(service.log.at(-1)?.msg, 'closed');
  },
);

const EXPOSED =
  'serve warns when other machines reach it without https; a second signal ends it at once';
t.test(EXPOSED, { buffered: true }, async (t) => {
  const service = await serve(t, {
    DATA_DIR: join(t.testdir(), 'data'),
    HOST: '0.0.0.0',
    PUBLIC_URL: 'http://engage.example',
  });
  const warnings = service.log.filter(({ level }) => level === 40);
  t.match(warnings, [{ host: '0.0.0.0', msg: /PUBLIC_URL is not https/ }]);

  // One whole request and half of another, which keeps its connection busy.
  const client = connect(Number(new URL(service.address).port), '127.0.0.1');
  client.on('error', () => undefined);
  client.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\nGET /livez HTTP/1.1\r\nHost: ');
  await once(client, 'data');
  service.process.kill('SIGINT');
  await service.logged('closing');
  t.equal(await service.end('SIGINT'), 1);
  t.notOk(service.log.some(({ msg }) => msg === 'closed'));
});

/** What is refused before anything starts: the arguments, and the whole line that says why. */
const REFUSED: readonly (readonly [args: readonly string[], line: RegExp])[] = [
  [['srve'], /^webengagement: unknown command 'srve' \(Did you mean serve\?\)\n$/],
  [
    ['serve', '--prot=hunter2'],
    /^webengagement: unknown option '--prot' \(Did you mean --port\?\)\n$/,
  ],
  [['serve', '--port', 'x'], /^webengagement: PORT must be a whole number .* --port gives "x"\n$/],
];
for (const [args, line] of REFUSED)
  t.test(
    `refused with exit code 2 and one line: ${args.join(' ')}`,
    { buffered: true },
    async (t) => {
      const { code, stdout, stderr } = await run(args);
      t.strictSame([code, stdout], [2, '']);
      t.match(stderr, line);
    },
  );

t.test(
  '--help teaches examples, every environment variable and the exit codes',
  { buffered: true },
  async (t) => {
    const { code, stdout, stderr } = await run(['--help']);
    t.strictSame([code, stderr], [0, '']);
    for (const word of ['serve', 'migrate', 'healthcheck', 'Examples:', 'Exit codes:'])
      t.match(stdout, word);
    for (const name of SETTING_NAMES) t.match(stdout, new RegExp(`^  ${name}  `, 'm'));
    t.match(stdout, /Default:\s+127\.0\.0\.1\./);
  },
);

t.test(
  'a command explains its flags, each with its environment variable',
  { buffered: true },
  async (t) => {
    const { code, stdout } = await run(['serve', '--help']);
    t.equal(code, 0);
    for (const name of SETTING_NAMES) t.match(stdout, `[${name}]`, name);
    t.match(stdout, '--rate-limit-creates-per-minute <number>');
    t.match(stdout, '--env-file <file>');
  },
);

t.test(
  'without a command the help goes to standard error, with exit code 2',
  { buffered: true },
  async (t) => {
    const { code, stdout, stderr } = await runAlone([]);
    t.strictSame([code, stdout], [2, '']);
    t.match(stderr, /^Usage: webengagement/);
  },
);

t.test('--version prints the version and nothing else', { buffered: true }, async (t) => {
  const { code, stdout } = await runAlone(['--version']);
  t.equal(code, 0);
  t.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

t.test('a reader that goes away is no error', { buffered: true }, async (t) => {
  const child = start(['--help']);
  child.stdout.destroy();
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const [code] = await once(child, 'close');
  t.strictSame([code, errors], [0, []]);
});

t.test(
  'migrate prints what it applies, and up to date when there is nothing',
  { buffered: true },
  async (t) => {
    const directory = join(t.testdir(), 'data');
    const envFile = join(t.testdir({ env: `DATA_DIR=${directory}` }), 'env');
    const first = await run(['migrate', '--env-file', envFile]);
    t.strictSame([first.code, first.stderr], [0, '']);
    t.match(first.stdout, /^(applied \d{4}-[a-z0-9-]+\n)+$/);
    const second = await run(['migrate', '--data-dir', directory]);
    t.strictSame(second, { code: 0, stdout: 'up to date\n', stderr: '' });
  },
);

t.test('healthcheck ends with 3 when nobody listens', { buffered: true }, async (t) => {
  const { code, stdout, stderr } = await run(['healthcheck'], { PORT: '1' });
  t.strictSame([code, stdout], [3, '']);
  t.match(stderr, /^webengagement: unreachable: http:\/\/127\.0\.0\.1:1\/readyz: .*\n$/);
});

t.test(
  'healthcheck tells a service that is not ready from one that does not answer',
  { buffered: true },
  async (t) => {
    const server = createServer((_, response) => response.writeHead(503).end());
    t.teardown(() => server.close());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await t.rejects(askReadiness('127.0.0.1', port, 120_000), {
      exit: 'failed',
      message: `not ready: http://127.0.0.1:${port}/readyz answers 503`,
    });

    server.removeAllListeners('request');
    await t.rejects(askReadiness('127.0.0.1', port, 10), {
      exit: 'unreachable',
      message: /no answer within 10 ms$/,
    });
  },
);
