import t from 'tap';
import { createConversing } from './support/conversing.js';
import { type Anything, type List, startService } from './support/service.js';

const service = await startService(t);
const { call, create } = service;
const BULK = '/v1/admin/interactions/bulk';

interface Step {
  readonly matched: number;
  readonly done: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly nextPageToken: string | null;
  readonly [member: string]: unknown;
}

const bulk = (body: object, url = BULK) => call<Step>('POST', url, { body });
const audited = async (of: string) =>
  (await call<List<Anything>>('GET', '/v1/admin/audit')).body.items.filter(({ action }) =>
    String(action).startsWith(`${of}.`),
  );

/** Some in each state: two Qualified, one Engaged, three Failed and stopped. */
async function fill(category: string) {
  const made = [];
  for (let n = 0; n < 6; n += 1) made.push(await create({ category }));
  const [, , engaged, ...failed] = made;
  await call('POST', `/v1/interactions/${engaged?.id}/engage`, { body: {} });
  for (const { id } of failed) await call('POST', `/v1/interactions/${id}/noengage`, { body: {} });
  return made;
}

t.test('a bulk does what it said before, step by step, and once', async (t) => {
  await service.setOption('wmsg.connector.interactionServer.autoStopWebengagementIntr', false);
  await fill('Cart');
  const filter = { createdAfter: '2030-01-01T00:00:00Z' };
  const dry = await bulk({ action: 'stop', filter, dryRun: true });
  t.strictSame(dry.body, {
    matched: 6,
    done: 0,
    refused: { not_allowed: 3 },
    byState: { Engaged: 1, Failed: 3, Qualified: 2 },
    wouldDo: 3,
    nextPageToken: null,
  });
  t.strictSame(await audited('interaction'), [], 'a dry run changes nothing');
  const steps: Step[] = [];
  let pageToken: string | null | undefined;
  do {
    const { body } = await bulk({
      action: 'stop',
      filter,
      pageSize: 4,
      ...(pageToken && { pageToken }),
    });
    steps.push(body);
    // What is new while it goes on is left.
    await create();
    pageToken = body.nextPageToken;
  } while (pageToken);
  t.match(steps, [
    { matched: 4, done: 3, refused: { not_allowed: 1 }, nextPageToken: /./ },
    { matched: 2, done: 0, refused: { not_allowed: 2 }, nextPageToken: null },
  ]);
  t.match(await audited('interaction'), [
    {
      action: 'interaction.bulk_finished',
      target: 'stop',
      after: { filter, matched: 6, done: 3, refused: { not_allowed: 3 } },
    },
    { action: 'interaction.bulk_started', target: 'stop', after: { filter } },
  ]);
  const again = await bulk({ action: 'stop', filter: { ...filter, state: 'Failed' } });
  t.match(again.body, { matched: 3, done: 0, refused: {} }, 'is safe to repeat');
});

t.test('everything has to be said, and names that there are', async (t) => {
  t.equal((await bulk({ action: 'clean' })).status, 422);
  t.match(await bulk({ action: 'clean', filter: { queue: 'Nowhere' } }), {
    status: 422,
    body: { errors: [{ pointer: '#/queue' }] },
  });
  t.equal(
    (await bulk({ action: 'clean', filter: { queue: 'Nowhere' }, dryRun: true })).status,
    422,
  );
  t.equal((await bulk({ action: 'erase', filter: {} })).status, 422);
  t.equal((await bulk({ action: 'clean', filter: { nothing: 1 } })).status, 422);
  const { nextPageToken } = (
    await bulk({ action: 'clean', filter: { state: 'Failed' }, pageSize: 1 })
  ).body;
  const other = { action: 'stop', filter: { state: 'Failed' }, pageToken: nextPageToken };
  t.equal((await bulk(other)).status, 422, 'a token goes on with what it was made for');
  const one = (await create()).visitId;
  await bulk({ action: 'clean', filter: { visitId: one, visitorIdClaimed: false } });
  const [last] = await audited('interaction');
  t.match(last, { after: { filter: { visitId: '(one)' }, matched: 1, done: 1 } });
  t.notOk(JSON.stringify(last).includes(String(one)), 'the audit outlives whom it would name');
  const all = await bulk({ action: 'clean', filter: {} });
  t.ok(all.body.done > 0);
  t.match(await bulk({ action: 'clean', filter: { state: 'Qualified' }, dryRun: true }), {
    body: { matched: 0, byState: {} },
  });
});

t.test('chats are ended by a filter, too', async (t) => {
  const { ask } = createConversing(service);
  await service.setOption('chat.whenNoAgents', 'queue');
  const visits = ['w1', 'w2', 'w3'];
  for (const visitId of visits) await ask(visitId);
  const url = '/v1/admin/chats/bulk';
  t.match(await bulk({ action: 'clean', filter: { visitId: 'w1' }, dryRun: true }, url), {
    body: { matched: 1, byState: { Queued: 1 }, wouldDo: 1 },
  });
  t.match(await bulk({ action: 'clean', filter: { state: 'Queued' } }, url), {
    body: { matched: 3, done: 3, nextPageToken: null },
  });
  const again = { matched: 3, done: 0, refused: {} };
  t.match((await bulk({ action: 'clean', filter: {} }, url)).body, again);
  t.match((await bulk({ action: 'clean', filter: {}, dryRun: true }, url)).body, again);
  t.match(await audited('chat'), [
    { action: 'chat.bulk_finished' },
    { action: 'chat.bulk_started' },
    { action: 'chat.bulk_finished', after: { done: 3 } },
    { action: 'chat.bulk_started' },
  ]);
  const found = async (query: string) =>
    (await call<List<Anything>>('GET', `/v1/admin/chats?${query}`)).body.items.length;
  t.equal(await found('visitId=w2'), 1);
  t.equal(await found('createdBefore=2030-01-01T00:00:00Z'), 0);
  t.equal(await found('createdAfter=2030-01-01T00:00:00Z'), 3);
  const unknown = await call('GET', '/v1/admin/chats?interactionId=nothing');
  t.match(unknown, { status: 422, body: { errors: [{ pointer: '#/interactionId' }] } });
});
