import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ADMIN_KEY, startLoopback } from './support/loopback.js';
import { run } from './support/process.js';
import { callTool, flagsOf, SUCCESS } from './support/tool.js';

// Three people, each told by what they type and the words that they expect to read.
const service = await startLoopback(t, { STRATEGY: '' });
const url = await service.listen();
const HERE = { WEBENGAGEMENT_URL: url, WEBENGAGEMENT_KEY: ADMIN_KEY };
const SHOP = 'https://shop.example.com';

/** What a command prints, which has to end with `code`; what it complains of where that is not 0. */
async function type(line: string, code = 0): Promise<string> {
  const outcome = await run(line.split(' '), HERE);
  if (outcome.code !== code)
    throw new Error(`"${line}" ends with ${outcome.code}: ${outcome.stdout}${outcome.stderr}`);
  return code === 0 ? outcome.stdout : outcome.stderr;
}

interface Page {
  readonly [member: string]: string;
}

/** What a page of `origin` is answered; the body is as `navigator.sendBeacon` sends it. */
async function post(path: string, body: object, origin = SHOP) {
  const response = await fetch(`${url}/v1${path}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'text/plain' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Page };
}

/** What curl prints, asked for text. */
async function curl(path: string, key = ADMIN_KEY): Promise<string> {
  const headers = { accept: 'text/plain', authorization: `Bearer ${key}` };
  return (await fetch(url + path, { headers })).text();
}

t.test('a web developer with ten minutes gets an invitation answered', async (t) => {
  const made = await type(`publishable-keys create shop --origin ${SHOP}`);
  const [, key = ''] = /^key +(pk_\S+)$/m.exec(made) ?? [];
  t.match(await (await fetch(`${url}/webengagement.js`)).text(), 'webengagement', 'the tag loads');

  // The first try is from a page that nobody named.
  const refused = await post('/visits', { key }, 'https://localhost:5173');
  t.match(refused, { status: 403, body: { code: 'origin_not_allowed', help: /publishable key/ } });
  const visit = (await post('/visits', { key })).body;
  const misspelt = await post('/interactions', { token: visit.token, pageURL: '/cart' });
  t.match(misspelt.body.detail, /#\/pageURL: is not known here; did you mean "pageUrl"\?/);
  const made2 = await post('/interactions', { token: visit.token, pageUrl: '/cart' });
  const { id = '', token } = made2.body;
  t.match(made2, { status: 201, body: { state: 'Qualified' } });
  await service.strategy.idle();
  t.match(
    await type(`interactions get ${id}`),
    /\nstate +Engaged\n/,
    'without rules all are engaged',
  );

  t.equal((await post(`/interactions/${id}/displayed`, { token })).status, 200);
  const wrong = await post(`/interactions/${id}/disposition`, { token, code: 'acceptcall' });
  t.match(wrong, { status: 422, body: { detail: /acceptCall.*; did you mean "acceptCall"\?/ } });
  const accepted = await post(`/interactions/${id}/disposition`, { token, code: 'acceptCall' });
  t.match(accepted, { status: 200, body: { state: 'Accepted' } });
  const second = await post(`/interactions/${id}/disposition`, { token, code: 'reject' });
  t.match(second.body, { code: 'already_disposed', help: `interactions history ${id}` });
  t.match(
    await type(`interactions history ${id}`),
    /interaction\.created(.*\n)*.*interaction\.accepted/,
  );
});

t.test('an operator at night finds what is stuck, ends it, and sees who did what', async (t) => {
  const visit = 'checkout-17';
  const id = await service.invite(visit);
  await service.strategy.idle();
  t.match(await type('status'), /^ready +yes\n(.*\n)*decides +builtin /);

  // Every slip is named; none is an empty list.
  t.match(await type('interactions list --state engaged', 2), 'Did you mean Engaged?');
  t.match(
    await type('interactions list --queue Webengagement_Engagd', 1),
    'did you mean "Webengagement_Engaged"?',
  );
  t.match(await type('deliveries list --status faild', 2), 'Did you mean failed?');
  t.match(await type('interacions', 2), 'Did you mean interactions?');
  t.match(await type('options get wmsg.connector.engagmentExpirationTime', 1), 'did you mean');

  const listed = await type('interactions list --queue Webengagement_Engaged --status active');
  t.match(listed, new RegExp(`^id .*\\n${id}  Engaged +active +${visit} `));
  t.match(
    await curl(`/v1/interactions/${id}`),
    new RegExp(`^id +${id}\\nstate +Engaged\\n(.*\\n)+$`),
  );
  t.match(await curl(`/v1/visits/${visit}`), /\ncanBeInvited +no\nblockedUntil +\S+Z\n/);
  const again = join(t.testdir(), 'again.json');
  writeFileSync(again, JSON.stringify({ visitId: visit }));
  const blocked = await run(['api', 'POST', '/v1/interactions', '--data', again, '--text'], HERE);
  const [, road = ''] =
    /What to do: .*`webengagement (interactions clean \S+)`/.exec(blocked.stdout) ?? [];
  t.equal(road, `interactions clean ${id}`, 'the problem names the road');
  t.match(
    await type(road),
    `${id} is stopped in Failed (queue Webengagement_Failed, reason cleaned)\n`,
  );

  const lines = await type(`audit list --action interaction.cleaned --target ${id} --after 1d`);
  t.match(lines, /^at .*\n\S+Z +admin +interaction\.cleaned .*\n$/);
  t.match(
    await type('audit list --action interaction.clean', 2),
    'Did you mean interaction.cleaned?',
  );
  t.match(await curl('/v1/admin/audit?key=admn'), /There is no key "admn"; did you mean "admin"\?/);
  t.match(
    await curl('/v1/admin/queues', 'wrong'),
    /\(401 unauthenticated\)\n(.*\n)*What to do: Send /,
  );
});

t.test('an integrator takes over options, objects and the calls of a strategy', async (t) => {
  const folder = t.testdir();
  const file = join(folder, 'wmsg.conf');
  const options = [
    '[service:wmsg]',
    'wmsg.connector.engagementExpirationTime = 45',
    'wmsg.connector.interactionServer.queueFailed = Shop_Failed',
    'wmsg.connector.phoneNumbr = Mobile',
  ];
  writeFileSync(file, options.join('\r\n'));
  t.match(
    await type(`import options ${file} --dry-run`, 1),
    /line 4: .*did you mean wmsg\.connector\.phoneNumber\?/,
  );
  writeFileSync(file, options.slice(0, 3).join('\r\n'));
  t.match(await type(`import options ${file} --dry-run`, 1), 'no queue "Shop_Failed" yet');
  const queue = join(folder, 'queue.json');
  writeFileSync(queue, '{ "properties": {} }');
  await type(`objects put interaction-queues Shop_Failed ${queue}`);
  t.match(await type(`import options ${file}`), /engagementExpirationTime +30 +45\n/);

  const tool = await callTool([...flagsOf(url), '-user', 'admin', '-password', ADMIN_KEY]);
  t.equal(tool.code, 0);
  t.match(tool.stdout, SUCCESS);

  // Their strategy decides from now on, by the two calls that it knows.
  const name = 'Webengagement_Qualified.Routing';
  const routing = JSON.parse(await type(`objects get enhanced-routing ${name} --json`));
  routing.properties.annex.Application.url = 'none';
  const changed = join(folder, 'routing.json');
  writeFileSync(changed, JSON.stringify({ properties: routing.properties }));
  await type(`objects put enhanced-routing ${name} ${changed}`);
  const id = await service.invite('of-theirs', { userData: { EmailAddress: 'ann@example.com' } });
  await service.strategy.idle();
  const gateway = async (call: string, body: object) => {
    const response = await fetch(`${url}/server/data/gateway/${call}?key=${ADMIN_KEY}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [response.status, (await response.json()).status];
  };
  t.strictSame(await gateway('engage', { ixnProfile: { InteractionId: 'nobody' } }), [
    400,
    'FAULT',
  ]);
  t.strictSame(
    await gateway('noengage', { cancelData: { InteractionId: id, reason: 'no agent is free' } }),
    [200, 'OK'],
  );
  t.match(await type(`interactions get ${id}`), /\nqueue +Shop_Failed\n/, 'in the queue of theirs');
  const history = await type(`interactions history ${id}`);
  t.match(history, /^at +type +reason +reasonDetail\n/);
  t.match(
    history,
    /interaction\.failed +not_engaged +no agent is free\n/,
    'their words are beside it',
  );
  t.match(await type('refusals list'), /not_engaged .*no agent is free/);
});
