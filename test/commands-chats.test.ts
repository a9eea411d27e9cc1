import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ADMIN_KEY, startLoopback } from './support/loopback.js';
import { run } from './support/process.js';

const service = await startLoopback(t);
const url = await service.listen();
const GROUP = 'Web Engagement Chat';

/** What a command prints, and how it ends. */
const command = (...args: readonly string[]) =>
  run(args, { WEBENGAGEMENT_URL: url, WEBENGAGEMENT_KEY: ADMIN_KEY, COLUMNS: '200' });

/** What a command that does its work prints. */
async function done(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await command(...args);
  if (code !== 0) throw new Error(`${args.join(' ')} ends with ${code}: ${stderr}`);
  return stdout;
}

/** Asks the service, with the key of whoever is named. */
async function ask(path: string, payload: object, key = ADMIN_KEY) {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await service.app.inject({ method: 'POST', url: path, headers, payload });
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.body}`);
  return answer.json();
}

t.test('agents are made, changed, and told where to stand', async (t) => {
  const skills = ['--skill', 'german=80', '--skill', 'refunds=20'];
  const made = await command('agents', 'add', 'ann', '--display-name', 'Ann', ...skills, '--json');
  const { key, ...agent } = JSON.parse(made.stdout);
  t.match(key, /^wak_/);
  t.match(agent, {
    name: 'ann',
    displayName: 'Ann',
    skills: { german: 80, refunds: 20 },
    groups: [GROUP],
    state: 'LoggedOut',
  });
  t.match(made.stderr, 'not shown again');
  t.equal(await done('agents', 'change', 'ann', '--capacity', '5'), 'ann is changed (version 2)\n');
  t.match(
    await done('agents', 'show', 'ann'),
    /\ncapacity +5\n(.*\n)*skills +german=80 refunds=20\n/,
  );
  await done('agents', 'change', 'ann', '--no-skills', '--capacity', 'default');
  t.match(JSON.parse(await done('agents', 'show', 'ann', '--json')), {
    ownCapacity: null,
    skills: {},
    groups: [GROUP],
  });
  const early = await command('agents', 'ready', 'ann');
  t.strictSame([early.code, early.stdout], [1, '']);
  t.match(early.stderr, /409 agent_logged_out/);
  await ask('/v1/agent/login', {}, key);
  t.equal(await done('agents', 'ready', 'ann'), 'ann is Ready (0 of 3 chats)\n');
  t.equal(
    await done('agents', 'not-ready', 'ann', '--reason', 'lunch'),
    'ann is NotReady, lunch (0 of 3 chats)\n',
  );
  t.match(await done('agents', 'list'), /^name +displayName .*\nann +Ann +NotReady +lunch .*\n$/);
  const rotated = await done('agents', 'rotate-key', 'ann');
  t.match(rotated, /^name +ann\nkey +wak_\S+\n$/);
  t.notOk(rotated.includes(key));
  t.match(await done('agents', 'logout', 'ann'), /^ann is LoggedOut/);
  t.equal(await done('agents', 'delete', 'ann'), 'ann is deleted\n');
});

t.test('a word that is mistyped is answered with the nearest one', async (t) => {
  await done('agents', 'add', 'bob');
  for (const [args, code, words] of [
    [['agents', 'show', 'bop'], 1, 'did you mean "bob"'],
    [['chats', 'list', '--state', 'Queud'], 2, 'Did you mean Queued?'],
    [['chats', 'list', '--agent', 'bop'], 1, 'bob'],
    [['chats', 'lst'], 2, 'Did you mean list?'],
    [['agents', 'add', 'eve', '--skill', 'german'], 2, 'german=80'],
    [['agents', 'change', 'bob'], 2, 'nothing to change'],
  ] as const) {
    const failed = await command(...args);
    t.equal(failed.code, code, args.join(' '));
    t.match(failed.stderr, words);
  }
  await done('agents', 'delete', 'bob');
});

t.test('chats are found, shown with their history, handed on and ended', async (t) => {
  await done('options', 'set', 'chat.whenNoAgents', 'queue');
  const { id } = await ask('/v1/chats', { visitId: 'of-commands' });
  t.match(
    await done('chats', 'list', '--state', 'Queued'),
    new RegExp(`^id .*\n${id}  Queued .*of-commands.*\n$`),
  );
  t.equal(
    await done('chats', 'transfer', id, '--group', GROUP, '--note', 'wants a price'),
    `${id} is Queued for ${GROUP}\n`,
  );
  const whereTo = await command('chats', 'transfer', id);
  t.strictSame([whereTo.code, whereTo.stdout], [2, '']);
  t.match(
    await done('chats', 'show', id),
    /\nnote +wants a price\n(.*\n)+at +type .*\n.*chat\.queued/,
  );
  const shown = JSON.parse(await done('chats', 'show', id, '--json'));
  t.match(shown, { id, history: [{ type: 'chat.queued' }, { type: 'chat.transferred' }] });
  t.equal(await done('chats', 'clean', id), `${id} is Ended (cleaned)\n`);
  t.equal(await done('chats', 'stop', id), `${id} is Ended (cleaned)\n`);
});

t.test('rules of Chat Routing are set, tried, and taken back', async (t) => {
  const file = join(t.testdir(), 'routing.json');
  const rules = [{ name: 'vip', when: { category: ['VIP'] }, result: { group: 'Nobodies' } }];
  writeFileSync(file, JSON.stringify({ rules }));
  const set = await command('chat-routing', 'set', file);
  t.equal(set.stdout, '1 rule in force from now on (version 2)\n');
  t.match(set.stderr, /there is no agent group "Nobodies"/);
  t.strictSame(JSON.parse(await done('chat-routing', 'show')), { rules });
  t.match(await done('chat-routing', 'history'), /^version .*\n +2 .*\n +1 .*\n$/);
  const { id } = await ask('/v1/chats', { visitId: 'of-rules' });
  t.match(await done('chat-routing', 'try', id, '--rules', file), /\nmissed .*vip.*\n/);
  t.equal(
    await done('chat-routing', 'rollback', '1'),
    'The rules are those of version 1 (now version 3)\n',
  );
  await done('chats', 'stop', id);
});

t.test('reports say what waits, what agents did, and how far invitations came', async (t) => {
  const queues = await done('reports', 'queues');
  t.match(queues, /^name +waiting +longestWaitSeconds +entered/);
  t.match(queues, /\nagents +LoggedOut=\d+ NotReady=\d+ Ready=\d+\nbusy +\d+\nfreeSlots +\d+\n/);
  t.match(await done('reports', 'agents'), /^name +state +since +held +capacity/);
  const { from } = JSON.parse(await done('reports', 'funnel', '--json'));
  const funnel = await done('reports', 'funnel', '--from', from, '--step', '1d', '--by', 'rule');
  t.match(funnel, /^from +group +step +number/);
  const refused = await command('reports', 'funnel', '--from', '400d', '--step', '1h');
  t.match(refused, { code: 1, stderr: /more than 500 steps/ });
});
