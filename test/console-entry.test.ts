import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { useConsoleCode, writeConsoleCode } from '#src/settings/console-codes.js';
import { startService } from './support/service.js';
import { createDirectory } from './support/world.js';

const run = promisify(execFile);
const service = await startService(t);
const { app, clock, directory } = service;
const port = Number(new URL(await service.listen()).port);
const NAVIGATES = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' };

type Headers = Readonly<Record<string, string>>;

/** Where a program of this machine is sent that asks to enter. */
async function enter(headers: Headers = NAVIGATES, uid?: number): Promise<string> {
  const options = { host: '127.0.0.1', port, path: '/console/enter', headers };
  const script = `require('node:http').get(${JSON.stringify(options)}, ({ statusCode, headers }) => {
    console.log(statusCode, headers.location, headers['cache-control']);
    process.exit();
  })`;
  const { stdout } = await run(process.execPath, ['-e', script], {
    cwd: '/',
    ...(uid !== undefined && { uid }),
  });
  const [status, location = '', caching] = stdout.trim().split(' ');
  t.match([status, caching], ['303', 'no-store']);
  return location;
}

/** Changes a code for a session, as the page does. */
async function signIn(code: string, headers: Headers = {}) {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/admin/session',
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    payload: { code },
  });
  return { status: answer.statusCode, body: answer.json(), cookie: answer.headers['set-cookie'] };
}

const codeIn = (location: string): string =>
  /^\/console\?code=([\w-]{40,})$/.exec(location)?.[1] ?? assert.fail(location);

t.test('who runs the service and sits before it enters without a key, once', async (t) => {
  const landing = await app.inject({ url: '/' });
  t.match(landing.body, 'href="/console/enter"');
  const code = codeIn(await enter());
  t.equal(statSync(join(directory, 'console.code')).mode & 0o777, 0o600);
  t.equal((await signIn(code, { 'sec-fetch-site': 'cross-site' })).status, 403);
  t.equal((await signIn(`${code.slice(0, -1)}_`)).status, 401);
  const signedIn = await signIn(code);
  t.match(signedIn, {
    status: 201,
    body: { keyName: 'admin' },
    cookie: /HttpOnly; SameSite=Strict/,
  });
  t.notOk(existsSync(join(directory, 'console.code')));
  t.match(await signIn(code), { status: 401, body: { detail: /webengagement console/ } });
});

t.test('a code is good for a minute, and void when another is made', async (t) => {
  const [first, second] = [codeIn(await enter()), codeIn(await enter())];
  t.equal((await signIn(first)).status, 401);
  clock.jump(59_000);
  t.equal((await signIn(second)).status, 201);
  const third = codeIn(await enter());
  clock.jump(60_000);
  t.equal((await signIn(third)).status, 401);
});

t.test('everybody else comes to the page that asks for a key', async (t) => {
  const others: Readonly<Record<string, Headers>> = {
    'a page of somebody else': { ...NAVIGATES, 'sec-fetch-site': 'cross-site' },
    'a page of another port': { ...NAVIGATES, 'sec-fetch-site': 'same-site' },
    'a frame': { ...NAVIGATES, 'sec-fetch-dest': 'iframe' },
    'a script': { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
    'no browser': {},
    ...Object.fromEntries(
      ['X-Forwarded-For', 'X-Forwarded-Host', 'Forwarded', 'Via', 'X-Real-IP'].map((name) => [
        `a proxy that says ${name}`,
        { ...NAVIGATES, [name]: '198.51.100.1' },
      ]),
    ),
  };
  for (const [who, headers] of Object.entries(others))
    t.equal(await enter(headers), '/console', who);
  // This process listens, as a proxy does.
  const headers = { ...NAVIGATES, connection: 'close' };
  const proxied = await fetchRaw(headers);
  t.equal(proxied, '/console', 'a proxy of the same user that says nothing');
  if (process.getuid?.() === 0)
    t.equal(await enter(NAVIGATES, 65_534), '/console', 'another user of the machine');
  t.notOk(existsSync(join(directory, 'console.code')), 'and no code is made');
});

/** Asks from this process. */
async function fetchRaw(headers: Headers): Promise<string> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/console/enter', headers }, (answer) => {
      answer.resume();
      resolve(String(answer.headers.location));
    }).on('error', reject);
  });
}

t.test('a service that others reach gives nobody a link, nor one that names a proxy', async (t) => {
  for (const env of [
    { PUBLIC_URL: 'https://shop.example' },
    { TRUST_PROXY: '127.0.0.0/8' },
  ] as const) {
    const other = await startService(t, { env });
    const landing = await other.app.inject({ url: '/', headers: { host: 'localhost' } });
    t.match(landing.body, 'href="/console"');
  }
});

t.test('a code counts only in a file that nobody else could write or read', async (t) => {
  const place = createDirectory(t);
  const file = join(place, 'console.code');
  const now = 1_900_000_000_000;
  const open = writeConsoleCode(place, now);
  chmodSync(file, 0o640);
  t.notOk(useConsoleCode(place, open, now));
  const early = writeConsoleCode(place, now + 3_600_000);
  t.notOk(useConsoleCode(place, early, now), 'a clock that was set back makes none last');
  t.notOk(useConsoleCode(place, early, now), 'and it is used up');
  t.notOk(useConsoleCode(place, '', now));
  const good = writeConsoleCode(place, now);
  t.ok(useConsoleCode(place, good, now));
});
