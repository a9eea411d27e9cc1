import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readMoment } from '#src/cli/arguments.js';
import { readExportedOptions } from '#src/cli/exported-options.js';
import { widthOf } from '#src/text/cell.js';
import { ADMIN_KEY, startLoopback } from './support/loopback.js';
import { run } from './support/process.js';
import { receive } from './support/receiver.js';

const service = await startLoopback(t, { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' });
const { invite } = service;
const url = await service.listen();
const HERE = { WEBENGAGEMENT_URL: url, WEBENGAGEMENT_KEY: ADMIN_KEY };

/** What a command prints, which must end with `code`. */
async function told(args: readonly string[], code = 0): Promise<string> {
  const outcome = await run(args, HERE);
  if (outcome.code !== code)
    throw new Error(`${args.join(' ')} ends with ${outcome.code}: ${outcome.stderr}`);
  return code === 0 ? outcome.stdout : outcome.stderr;
}

t.test('an operator sees on one screen how things stand', async (t) => {
  const screen = await told(['status']);
  t.match(screen, /^ready +yes\nstore +writable\n/);
  t.match(screen, /\nWebengagement_Qualified +0 +0 +0 +-\n/);
  t.match(screen, /\nNo webhook endpoint fails\.\n$/);
  t.match(JSON.parse(await told(['status', '--json'])), { ready: true, failingEndpoints: [] });
});

t.test('webhooks are looked at, tried and sent again from the shell', async (t) => {
  const receiver = await receive(t);
  const body = join(t.testdir(), 'endpoint.json');
  writeFileSync(body, JSON.stringify({ url: receiver.url, eventTypes: ['interaction.*'] }));
  const made = await told(['api', 'POST', '/v1/admin/webhook-endpoints', '--data', body]);
  const { id } = JSON.parse(made) as { id: string };
  t.match(await told(['webhooks', 'list']), new RegExp(`\n${id}  http`));
  t.match(await told(['webhooks', 'show', id]), /\nurl +http(.*\n)+givenUp +0\n/);
  await told(['webhooks', 'test', id]);
  await receiver.got(1);
  const [line] = /\n\S+ .*webhook_endpoint\.tested/.exec(
    await told(['deliveries', 'list', '--wide', '--endpoint', id]),
  ) ?? [''];
  const [delivery = ''] = line.trim().split(' ');
  t.match(await told(['webhooks', 'resend', delivery]), `${delivery} is sent again\n`);
  t.match(await told(['webhooks', 'recover', id, '--since', '2h']), /is sent again\n$/);
  t.match(await told(['webhooks', 'show', delivery], 1), /404 not_found/);
});

t.test('many are cleaned, ended and sent again from the shell, after a dry run', async (t) => {
  for (const visitId of ['of-many-1', 'of-many-2', 'of-many-3']) await invite(visitId);
  const clean = ['interactions', 'clean-all', '--state', 'Qualified', '--created-after', '1d'];
  t.match(await told([...clean, '--dry-run']), /^(\d+) of \1 would change \(\1 Qualified\)\n$/);
  t.match(await told(clean), /^(\d+) of \1 changed\n$/);
  t.equal(await told([...clean, '--dry-run']), '0 of 0 would change\n');
  t.match(await told(['interactions', 'stop-all'], 2), /say which, or --everything/);
  t.match(JSON.parse(await told(['chats', 'stop-all', '--everything', '--json'])), { matched: 0 });
  t.equal(await told(['deliveries', 'resend', '--status', 'given_up']), '0 of 0 changed\n');
});

t.test('rules are put, tried and taken back from the shell', async (t) => {
  const rules = join(t.testdir(), 'rules.json');
  const nobody = { rules: [{ name: 'nobody', result: { decision: 'noengage' } }] };
  writeFileSync(rules, `\uFEFF${JSON.stringify(nobody)}`);
  const id = await invite('of-rules');
  t.match(
    await told(['rules', 'dry-run', id, '--rules', rules]),
    /^decision +noengage\nrule +nobody/,
  );
  t.equal(await told(['rules', 'put', rules]), '1 rule in force from now on (version 2)\n');
  t.match(JSON.parse(await told(['rules', 'show'])), nobody);
  t.match(await told(['rules', 'history']), /^version .*\n +2 .* admin .*\n/);
  t.match(await told(['rules', 'rollback', '1']), /version 1 \(now version 3\)\n$/);
  writeFileSync(rules, '{"rules":');
  t.match(await told(['rules', 'put', rules], 2), /rules\.json is not JSON: /);
});

t.test('a visit, its refusals and its person are a command each', async (t) => {
  await invite('of-visits', { visitorId: 'ann', userData: { EmailAddress: 'ann@example.com' } });
  t.match(
    await told(['visits', 'get', 'of-visits']),
    /^visitId +of-visits\n(.*\n)*canBeInvited +no\n/,
  );
  await told(['refusals', 'list', '--visit-id', 'of-visits']);
  t.match(JSON.parse(await told(['persons', 'export', '--visitor', 'ann'])), {
    items: [{ interaction: { visitId: 'of-visits' } }],
  });
  t.equal(await told(['persons', 'erase', '--visitor', 'ann']), '1 interaction erased\n');
  t.match(await told(['persons', 'erase'], 2), /by --visitor or by --identity\n$/);
  t.match(await told(['audit', 'list', '--wide']), /\n\S+Z +admin +person\.erased /);
});

t.test('objects are made, read and deleted from the shell', async (t) => {
  const file = join(t.testdir(), 'queue.json');
  writeFileSync(file, '{ "properties": {} }');
  const named = ['interaction-queues', 'Night_Shift'];
  t.match(await told(['objects', 'put', ...named, file]), /\(version 1\)\n$/);
  t.match(await told(['objects', 'get', ...named]), /\nname +Night_Shift\n/);
  t.equal(await told(['objects', 'delete', ...named]), 'Night_Shift is deleted\n');
  t.match(await told(['objects', 'list', 'interaction-queues']), /^name .*\nWebengagement_/);
});

t.test('an answer of the API is printed as it is, and a problem ends with 1', async (t) => {
  const text = await told(['api', 'GET', '/v1/admin/queues', '--text']);
  t.match(text, /^name +states /);
  const { code, stdout } = await run(['api', 'GET', '/v1/admin/nothing'], HERE);
  t.match([code, JSON.parse(stdout)], [1, { status: 404, code: 'not_found', help: /\S/ }]);
  t.match(await told(['api', 'GET', 'v1'], 2), 'must begin with a slash');
});

t.test('tables fit 80 columns, and say what they left out', async (t) => {
  for (const list of ['options', 'interactions', 'queues', 'audit', 'keys']) {
    const { stdout, stderr } = await run([list, 'list'], HERE);
    const long = stdout.split('\n').filter((line) => widthOf(line) > 80);
    t.strictSame(long, [], list);
    t.match(stderr, /^Left out: .*; --wide shows all\.$/m, list);
  }
  const wide = await run(['options', 'list', '--wide'], HERE);
  t.match(wide.stdout, /^name +value +default +valid\n/);
  t.equal(wide.stderr, '');
});

t.test('help of a command within a command is that of the command', async (t) => {
  t.match(await told(['help', 'interactions', 'list']), /^Usage: webengagement interactions list /);
  t.match(await told(['optins'], 2), 'Did you mean options?');
  t.notMatch(await told(['xyzzy'], 2), 'Did you mean');
});

t.test(
  'exported options are read with sections or without, and every mistake is named',
  async (t) => {
    const read = readExportedOptions(
      '\n[service:wmsg]\r\n; comment\nwmsg.connector.userIdentifier="Mail"\n[log]\nverbose = all\n',
    );
    t.strictSame(read, {
      options: [{ name: 'wmsg.connector.userIdentifier', value: 'Mail' }],
      others: ['verbose (log)'],
      problems: [],
    });
    const wrong = 'wmsg.connector.phoneNumbr=x\nwmsg.connector.engagementExpirationTime=5\nno line';
    t.match(readExportedOptions(wrong).problems, [
      /^line 1: .*did you mean wmsg\.connector\.phoneNumber\?$/,
      /^line 2: .* "5" is not a whole number from 10 to 60; valid: 10–60$/,
      /^line 3: "no line" is not name=value$/,
    ]);
  },
);

t.test('options of another installation are taken over whole or not at all', async (t) => {
  const file = join(t.testdir(), 'wmsg.conf');
  writeFileSync(
    file,
    Buffer.from('\uFEFFwmsg.connector.engagementExpirationTime=50\r\n', 'utf16le'),
  );
  t.match(await told(['import', 'options', file, '--dry-run']), /30 +50 +planned\n$/);
  t.match(await told(['options', 'list']), /engagementExpirationTime +30\n/);
  t.match(await told(['import', 'options', file]), /30 +50 +changed\n$/);
  t.match(await told(['import', 'options', file]), /50 +50 +same\n$/);
  const queue = 'wmsg.connector.interactionServer.queueFailed=Elsewhere\n';
  writeFileSync(file, `wmsg.connector.engagementExpirationTime=20\n${queue}`);
  t.match(
    await told(['import', 'options', file], 1),
    /nothing was changed\n- .*no queue "Elsewhere" yet/,
  );
  t.match(await told(['options', 'list']), /engagementExpirationTime +50\n/);
});

t.test('a moment is given as one, or by how long ago it was', async (t) => {
  t.equal(readMoment('2026-01-31T08:00:00Z'), '2026-01-31T08:00:00.000Z');
  t.match(readMoment('2h'), /^\d{4}-.*Z$/);
  t.throws(() => readMoment('yesterday'), /90s, 10m, 2h, 1d/);
});
