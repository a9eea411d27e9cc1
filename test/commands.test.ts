import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readCount, readSeconds } from '#src/cli/arguments.js';
import { type Items, type PageFlags, type PageQuery, pagesOf } from '#src/cli/pages.js';
import { withApi } from '#src/cli/remote.js';
import { ADMIN_KEY, startLoopback } from './support/loopback.js';
import { run, start } from './support/process.js';

const service = await startLoopback(t);
const { directory, invite } = service;
const url = await service.listen();
const { port } = new URL(url);
const EXPIRATION = 'wmsg.connector.engagementExpirationTime';

// Processes are slow to start, so the tests run side by side.
t.jobs = 3;

/** Where the service is and what opens it. */
const HERE = { WEBENGAGEMENT_URL: url, WEBENGAGEMENT_KEY: ADMIN_KEY };

/** What a command that does its work prints. */
async function done(
  args: readonly string[],
  env: Readonly<Record<string, string>> = HERE,
): Promise<string> {
  const { code, stdout, stderr } = await run(args, env);
  if (code !== 0) throw new Error(`${args.join(' ')} ends with ${code}: ${stderr}`);
  return stdout;
}

t.test('options are read and changed, and back again', { buffered: true }, async (t) => {
  const set = await run(['options', 'set', EXPIRATION, '45'], HERE);
  const sentence = `${EXPIRATION} is "45" from now on (version 2)\n`;
  t.strictSame(set, { code: 0, stdout: sentence, stderr: '' });
  const [one, list, history] = await Promise.all([
    done(['options', 'get', EXPIRATION], { ...HERE, FORCE_COLOR: '1', CI: '1' }),
    done(['options', 'list', '--json']),
    done(['options', 'history', EXPIRATION]),
  ]);
  t.match(one, /^section +service:wmsg\n(.*\n)*value +45\n/, 'no colours in a pipe');
  t.match(JSON.parse(list).items[0], { name: EXPIRATION, value: '45', version: 2 });
  t.match(history, /^version +value +updatedAt +updatedBy\n +2 +45 .* admin\n +1 +30 +- +-\n$/);
  t.match(await done(['options', 'rollback', EXPIRATION, '1']), ' is "30" from now on (version 3)');
  t.equal(JSON.parse(await done(['options', 'reset', EXPIRATION, '--json'])).isDefault, true);
});

t.test('API keys are made, listed and revoked', { buffered: true }, async (t) => {
  const keyFile = join(t.testdir(), 'key');
  writeFileSync(keyFile, `${ADMIN_KEY}\n`);
  const there = ['--url', `${url}/`, '--key-file', keyFile];
  const scopes = ['--scope', 'admin:read', '--scope', 'orchestration'];
  const made = await run(['keys', 'create', 'night shift', ...scopes, '--json', ...there]);
  const { id, prefix, ...rest } = JSON.parse(made.stdout);
  t.match(rest, { name: 'night shift', scopes: ['orchestration', 'admin:read'], key: prefix });
  t.match(made.stderr, 'not shown again');
  const revoked = new RegExp(`^1 key revoked: night shift \\(${prefix}…\\), since 2\\S+Z\n$`);
  t.match(await done(['keys', 'revoke', id]), revoked);
  t.match(await done(['keys', 'list', '--wide']), new RegExp(`\n${id}  night shift .*Z +2\\S+Z\n`));
});

t.test('publishable keys are made and revoked', { buffered: true }, async (t) => {
  const origins = ['--origin', 'https://a.example', '--origin', 'https://b.example'];
  const made = await done(['publishable-keys', 'create', 'shop', ...origins]);
  const [, id = '', key] = /^id +(\S+)\n(?:.*\n)*key +(pk_\S+)\n/.exec(made) ?? [];
  t.match(made, /\norigins +https:\/\/a\.example, https:\/\/b\.example\n/);
  const revoked = await done(['publishable-keys', 'revoke', id]);
  t.match(revoked, new RegExp(`^1 key revoked: shop \\(${key}\\), since 2\\S+Z\n$`));
});

t.test('interactions are read and ended', { buffered: true }, async (t) => {
  const id = await invite('story', { userData: { Name: 'Zoë' } });
  // The key is found where the service itself would have left one.
  writeFileSync(join(directory, 'admin.key'), `${ADMIN_KEY}\n`);
  const [one, stopped] = await Promise.all([
    done(['interactions', 'get', id], { PORT: port, DATA_DIR: directory }),
    run(['interactions', 'stop', id], HERE),
  ]);
  t.match(one, /\nvisitId +story\n(.*\n)*userData +Name=Zoë\n/);
  t.strictSame([stopped.code, stopped.stdout], [1, '']);
  t.match(
    stopped.stderr,
    /^webengagement: The interaction is not in a state for this \(409 not_allowed\)\nIt is in Qualified.*\n(.*\n)*What to do: .*\nRequest: .*\n$/,
  );
  t.equal(
    await done(['interactions', 'clean', id]),
    `${id} is stopped in Failed (queue Webengagement_Failed, reason cleaned)\n`,
  );
  t.match(
    await done(['interactions', 'history', id, '--wide']),
    /^at +type +reason .*\n.* site .* 1\n.* cleaned .* ops .* 2\n.* system .* 3\n$/,
  );
});

t.test('queues are cleaned, and the answer says how many', { buffered: true }, async (t) => {
  const queue = 'Webengagement_Chat';
  const [list, dry] = await Promise.all([
    done(['queues', 'list', '--wide']),
    done(['queues', 'clean', queue, '--older-than', '2m', '--dry-run']),
  ]);
  t.match(list, new RegExp(`^name .*\n(.*\n)*${queue} +- +0 +0 +0  - +builtin\n`));
  t.equal(dry, `0 active in ${queue} for 120 seconds or longer: nothing changed (dry run)\n`);
});

t.test('a list is printed as far as asked, while somebody reads', { buffered: true }, async (t) => {
  const ids = [await invite('one'), await invite('two'), await invite('three')];
  const gone = start(['interactions', 'list', '--all'], HERE);
  gone.stdout.destroy();
  const [all, few, [code]] = await Promise.all([
    done(['interactions', 'list', '--all', '--json']),
    run(['interactions', 'list', '--limit', '2', '--status', 'active'], HERE),
    once(gone, 'close'),
  ]);
  const { items, nextPageToken } = JSON.parse(all) as Items<{ readonly id: string }>;
  for (const id of ids) t.ok(items.some((item) => item.id === id));
  t.equal(nextPageToken, null);
  t.match(few.stdout, /^id .*\n\S+ .*\n\S+ .*\n$/, 'a heading and two rows');
  t.match(
    few.stderr,
    /^Left out: .*; --wide shows all\.\nThe first 2; --limit or --all shows more\.\n$/,
  );
  t.equal(code, 0, 'a reader that goes away is no error');
});

t.test('pages follow each other up to the limit, or to the end', async (t) => {
  /** A list of 1,200, and what it was asked for. */
  const ask = async (flags: PageFlags) => {
    const queries: PageQuery[] = [];
    let got = 0;
    for await (const { items } of pagesOf(flags, async (query) => {
      queries.push(query);
      const rest = 1_200 - Number(query.pageToken ?? 0);
      const count = Math.min(query.pageSize, rest);
      const end = String(1_200 - rest + count);
      return { items: Array(count).fill({}), nextPageToken: count < rest ? end : null };
    }))
      got += items.length;
    return { got, queries };
  };
  const first = { pageSize: 500 };
  const second = { pageSize: 500, pageToken: '500' };
  t.strictSame(await ask({ limit: 50 }), { got: 50, queries: [{ pageSize: 50 }] });
  t.strictSame(await ask({ limit: 600 }), {
    got: 600,
    queries: [first, { pageSize: 100, pageToken: '500' }],
  });
  t.strictSame(await ask({ limit: 50, all: true }), {
    got: 1_200,
    queries: [first, second, { pageSize: 500, pageToken: '1000' }],
  });
});

t.test('wrong usage of a command ends with 2, and one line', { buffered: true }, async (t) => {
  const { code, stdout, stderr } = await run(['keys', 'create', 'x', '--scope', 'all'], HERE);
  t.strictSame([code, stdout], [2, '']);
  t.match(stderr, /^webengagement: .* 'all' is invalid\. Allowed are interactions:create, .*\n$/);
});

t.test('a service that is not there ends a command with 3', { buffered: true }, async (t) => {
  const { code, stdout, stderr } = await run(['queues', 'list'], { PORT: '9', ADMIN_KEY });
  t.strictSame([code, stdout], [3, '']);
  t.match(
    stderr,
    /^webengagement: no answer from http:\/\/127\.0\.0\.1:9: .*; start the service with "webengagement serve", or name its address with --url\n$/,
  );
});

t.test('the help of a command that asks has an example', { buffered: true }, async (t) => {
  const help = await done(['queues', 'clean', '--help']);
  t.match(help, /^Usage: webengagement queues clean \[options\] <name>\n/);
  for (const part of ['--older-than <time>', '--json', '[WEBENGAGEMENT_URL]', 'WEBENGAGEMENT_KEY'])
    t.match(help, part);
  t.match(help, /\nExample:\n {2}webengagement queues clean \w+ --older-than 30m --dry-run\n$/);
});

t.test('without a good address and key nothing is asked', async (t) => {
  const keyFile = join(t.testdir({ key: 'two words' }), 'key');
  const refused = async (flags: Parameters<typeof withApi>[0], message: RegExp) =>
    t.rejects(
      withApi(flags, async () => {
        t.fail('asked');
      }),
      { name: 'ConfigInvalid', message },
    );
  await refused({ url: 'ftp://x' }, /^--url must be an http or https URL/);
  await refused({ url, keyFile: 'none' }, /^no API key in none: there is no such file; set /);
  await refused({ url, keyFile }, /key must hold an API key: printable ASCII without spaces$/);
  await refused({ url, dataDir: t.testdirName }, /^no API key in \/.*admin\.key: there is no such/);
  // Whoever names another machine names the key for it, too.
  await refused({ url: 'https://x.example', dataDir: directory }, /^no API key for https:\/\/x\./);
});

t.test('a length of time has a unit, and a count starts at 1', async (t) => {
  t.strictSame(['90', '90s', '10m', '2h', '1d'].map(readSeconds), [90, 90, 600, 7_200, 86_400]);
  for (const text of ['', 'm', '1.5h', '-1s', '10 m', '1w'])
    t.throws(() => readSeconds(text), text);
  t.equal(readCount('50'), 50);
  for (const text of ['0', '-1', '1e3', 'all']) t.throws(() => readCount(text), text);
});
