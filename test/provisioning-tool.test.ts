import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { correct } from '#src/cli/provision/config-file.js';
import { readArguments } from '#src/cli/provision/flags.js';
import { run, serve } from './support/process.js';
import { ADMIN_KEY } from './support/service.js';
import { callTool, flagsOf, objectsAt, runTool, SUCCESS, write } from './support/tool.js';

const FAULTY_OBJECTS = new URL('./fixtures/faulty-objects.js', import.meta.url).href;

/** Real processes, on a machine that may be busy. */
const SLOW = { timeout: 120_000 };
const NEEDED = ['-host', 'h', '-port', '1', '-app', 'A'];

const linesOf = (text: string) => text.trimEnd().split('\n');
const oneLine = /^webengagement_provisioning: [^\n]+\n$/;

t.test('the tool reads its flags with one dash or two, and with an equals sign', async (t) => {
  const all = { user: 'u', password: '-w', config: 'f' };
  const expected = { host: 'h', port: 1, application: 'A', ...all };
  const flags = { overwrite: true, dryRun: true, json: true };
  const words = [...NEEDED, '-user', 'u', '-password', '-w', '-config', 'f', '-overwrite'];
  const rest = ['--dry-run', '--json'];
  t.same(readArguments([...words, ...rest]), { ...expected, ...flags });
  t.same(readArguments([...words, ...rest].map((word) => word.replace(/^-(?=[a-z]{3})/, '--'))), {
    ...expected,
    ...flags,
  });
  t.match(readArguments(['--host=::1', '-port=2', '-app=A b']), {
    host: '::1',
    application: 'A b',
  });
  for (const word of ['-help', '--help', '-h']) t.equal(readArguments([...NEEDED, word]), null);
});

t.test('the tool refuses a command line that it cannot understand, naming the flag', async (t) => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /missing: -host, -port, -app/],
    [NEEDED.slice(2), /missing: -host$/],
    [[...NEEDED, '-owerwrite'], /no flag -owerwrite; did you mean -overwrite\?/],
    [[...NEEDED, 'word'], /a value without a flag/],
    [[...NEEDED, '-overwrite=yes'], /-overwrite takes no value/],
    [[...NEEDED, '-user'], /-user needs a value/],
    [['-host', '-port', '1'], /-host needs a value/],
    [[...NEEDED, '-port', '65536'], /-port must be/],
    [[...NEEDED, '-host', 'a/b'], /-host must be/],
  ];
  for (const [args, message] of cases)
    t.throws(() => readArguments(args), { name: 'UsageError', message });
});

t.test('a configuration file gets its two values; every other line stays', async (t) => {
  const wanted = { TENANT_ID: '2', APPLICATION_NAME: 'Shop A' };
  const text = '# mine\r\nPORT=1\r\n export TENANT_ID = "1"\r\n';
  t.match(correct(text, wanted), {
    text: '# mine\r\nPORT=1\r\nTENANT_ID=2\r\nAPPLICATION_NAME="Shop A"\r\n',
    action: 'corrected',
    detail: 'TENANT_ID 2 (was 1); APPLICATION_NAME Shop A',
  });
  t.match(correct('PORT=1', wanted).text, /^PORT=1\nTENANT_ID=2\nAPPLICATION_NAME="Shop A"\n$/);
  const made = correct(undefined, wanted);
  t.equal(made.action, 'created');
  t.match(correct(made.text, wanted), { text: made.text, action: 'unchanged', detail: '' });
});

t.test(
  'without parameters the tool prints its usage and the error, and exits with 2',
  async (t) => {
    const [tool, script, command] = await Promise.all([
      runTool([]),
      runTool([], {}, 'script'),
      run(['provision']),
    ]);
    t.match(tool.stdout, /^Usage: webengagement_provisioning -host H -port P /);
    t.match(tool.stderr, oneLine);
    t.match(tool.stderr, /missing: -host, -port, -app/);
    t.same(script, tool, 'the script is the tool');
    t.match(command, { code: 2, stdout: /^Usage: webengagement provision -host/ });
    t.equal(tool.code, 2);
  },
);

t.test(
  'the tool against a service: what it says, its exit codes, what it changes, what a failure leaves',
  SLOW,
  async (t) => {
    const directory = t.testdir({ 'admin.key': `${ADMIN_KEY}\n`, data: {} });
    const settings = { DATA_DIR: join(directory, 'data'), ADMIN_KEY, TENANT_ID: '3' };
    const fault = join(directory, 'fault');
    const service = await serve(t, {
      ...settings,
      NODE_OPTIONS: `--import=${FAULTY_OBJECTS}`,
      FAULT: fault,
    });
    const { address } = service;
    const env = { ADMIN_KEY };
    const complete = await objectsAt(address);
    const flags = flagsOf(address);

    const failures = await Promise.all([
      callTool(flagsOf(address, 'Nobody'), env),
      callTool([...flags, '-password', 'wrong'], env),
      callTool([...flags, '-user', 'bob'], env),
      callTool(flags, { DATA_DIR: join(directory, 'elsewhere') }),
      callTool(flagsOf('http://127.0.0.1:1'), env),
      callTool([...flags, '-config', join(directory, 'no', 'such', 'file')], env),
    ]);
    const reasons = [
      /"Nobody"; there are: Web_Engagement_Server/,
      /is not an admin key/,
      /not that of "bob"/,
      /give the admin key with -password/,
      /nothing answers at http:\/\/127\.0\.0\.1:1 /,
      /configuration file .* cannot be corrected/,
    ];
    for (const [index, { code, stderr, stdout }] of failures.entries()) {
      t.equal(code, 1);
      t.match(stderr, oneLine);
      t.match(stderr, reasons[index] ?? /^$/);
      t.notMatch(stdout, SUCCESS);
    }

    const unchanged = await runTool([...flags, '-user', 'admin'], { DATA_DIR: directory });
    t.equal(unchanged.code, 0, unchanged.stderr);
    t.equal(unchanged.stderr, '');
    t.match(linesOf(unchanged.stdout).slice(-2), [
      '0 created, 0 corrected, 29 unchanged, 1 skipped, 0 removed',
      SUCCESS,
    ]);
    t.match(unchanged.stdout, /^skipped +business attribute +Case Data: /m);
    t.equal(await objectsAt(address), complete, 'a complete installation is not touched');

    const objects = `${address}/v1/admin/objects`;
    await write('DELETE', `${objects}/interaction-queue-views/Webengagement_Failed.Clean`);
    await write('PUT', `${objects}/applications/Chat_Server`, {
      type: 'Chat Server',
      connections: [],
      options: { 'endpoints:3': { webme: 'Elsewhere' } },
    });
    const damaged = await objectsAt(address);
    const config = join(directory, 'service.env');
    writeFileSync(config, 'TENANT_ID=1\n');
    const dry = await callTool([...flags, '--dry-run', '-config', config], env);
    t.equal(dry.code, 3, dry.stderr);
    t.match(dry.stdout, /; configuration file corrected \(dry run: nothing was written\)$/m);
    t.equal(await objectsAt(address), damaged, 'a dry run writes nothing');
    t.equal(readFileSync(config, 'utf8'), 'TENANT_ID=1\n');

    const corrected = await run(['provision', ...flags, '-config', config], env);
    t.equal(corrected.code, 0, corrected.stderr);
    const said = (text: string) =>
      linesOf(text).filter((line) => /^(created|corrected|removed) /.test(line));
    t.same(said(corrected.stdout), said(dry.stdout), 'a dry run says what a run does');
    t.match(said(corrected.stdout), [
      /^created +interaction queue view +Webengagement_Failed\.Clean$/,
      /^corrected +application +Chat_Server: webme in section endpoints:3 "Elsewhere" → /,
      /^corrected +configuration file +.*: TENANT_ID 3 \(was 1\); APPLICATION_NAME /,
    ]);
    t.match(
      readFileSync(config, 'utf8'),
      /^TENANT_ID=3\nAPPLICATION_NAME=Web_Engagement_Server\n$/,
    );

    const json = await callTool([...flags, '-json', '-overwrite', '-dry-run'], env);
    t.match(JSON.parse(json.stdout), {
      application: 'Web_Engagement_Server',
      tenantId: 3,
      dryRun: true,
    });
    t.equal(json.code, 0, 'nothing is left to do');
    const shown = await callTool(flags, { ...env, TERM: 'xterm' });
    t.match(shown.stderr, /^Provisioning Web_Engagement_Server at http:\S+ …\r/);
    t.equal(linesOf(shown.stdout).at(-1), SUCCESS);

    // From here on it fails half-way: a full disk, then a killed service.
    const queues = ['Qualified', 'Engaged', 'Rejected', 'Timeout', 'Failed'];
    for (const queue of queues)
      await write('PUT', `${objects}/interaction-queues/Webengagement_${queue}`, {
        description: 'Mine.',
      });
    const before = await objectsAt(address);
    writeFileSync(fault, 'full');
    t.match(await callTool([...flags, '-overwrite'], env), {
      code: 1,
      stderr: 'webengagement_provisioning: Nothing was changed. (storage_unavailable)\n',
    });
    t.equal(await objectsAt(address), before, 'what decisions see is rolled back');
    writeFileSync(fault, 'kill');
    const cut = await callTool([...flags, '-overwrite'], env);
    t.equal(cut.code, 1);
    t.match(cut.stderr, oneLine);
    t.match(cut.stderr, /the service at \S+ ended before it answered;/);

    const next = await serve(t, settings);
    t.equal(service.process.signalCode, 'SIGKILL');
    t.equal(await objectsAt(next.address), before, 'the transaction that was cut off left nothing');
    t.match(await callTool([...flagsOf(next.address), '-overwrite'], env), {
      code: 0,
      stdout: /^5 created, 0 corrected, 24 unchanged, 1 skipped, 5 removed$/m,
    });
  },
);
