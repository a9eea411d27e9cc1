import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { basename } from 'node:path';
import Sqlite from 'better-sqlite3';
import t from 'tap';
import { createErasure } from '#src/engine/erasure.js';
import { createScrubbing } from '#src/engine/scrubbing.js';
import { createLog } from '#src/log/log.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createComposed } from './support/composed.js';
import { createDirectory, createWorld, OPERATOR } from './support/world.js';

const EMAIL = 'ada@example.com';

/** The files of a directory that hold a text: by another process, which closes no lock of ours. */
const filesWith = (directory: string, text: string): readonly string[] =>
  spawnSync('grep', ['-rlF', text, directory], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
    .map((path) => basename(path));

t.test('over HTTP', async (t) => {
  const service = await createComposed(t);
  const { call, place } = service;
  let visits = 0;
  const fresh = (body: object) => place({ visitId: `visit ${++visits}`, ...body });

  /** Brings an interaction to Accepted with its form pending, by its own token. */
  async function accept(body: object) {
    const { id, token } = await fresh(body);
    await call('POST', `/v1/interactions/${id}/engage`, { invitation: { title: 'Hello Ada' } });
    await call('POST', `/v1/interactions/${id}/disposition`, { code: 'acceptCall' }, token);
    return { id, token };
  }

  t.test('the export of a person has every interaction with data, form and history', async (t) => {
    const { id, token } = await accept({ visitorId: 'p1', pageUrl: 'https://shop.example/ada' });
    const fields = { EmailAddress: EMAIL };
    await call('POST', `/v1/interactions/${id}/registration-form`, { fields }, token);
    await fresh({ visitorId: 'p1' });
    await fresh({ visitorId: 'p2' });
    const { status, headers, body } = await call('GET', '/v1/admin/visitors/p1/export');
    t.equal(status, 200);
    t.match(headers, { 'content-type': 'application/json; charset=utf-8' });
    t.equal(headers['cache-control'], 'no-store');
    t.strictSame(body.person, { kind: 'visitor', id: 'p1' });
    t.equal(body.items.length, 2);
    const [newer, older] = body.items;
    t.equal(newer.history.length, 1);
    t.equal(older.interaction.id, id);
    const { serverTime, ...single } = (await call('GET', `/v1/interactions/${id}`)).body;
    t.match(older.interaction, single, 'as a single read shows it to an API key');
    t.match(older.interaction, { userData: fields, registrationForm: { fields } });
    t.strictSame(older.invitation, { title: 'Hello Ada' });
    const history = (await call('GET', `/v1/interactions/${id}/history`)).body.items;
    t.strictSame(older.history, history);
    const { identity } = older.interaction;
    const other = (await call('GET', `/v1/admin/identities/${identity.id}/export`)).body;
    t.strictSame(
      other.items.map((item: typeof older) => item.interaction.id),
      [id],
      'the same person, by the identity',
    );
  });

  t.test('an export of many parts is one whole document', async (t) => {
    const placed = await Promise.all(
      Array.from({ length: 51 }, () => fresh({ visitorId: 'many' })),
    );
    const ids = placed.map(({ id }) => id).reverse();
    const { body } = await call('GET', '/v1/admin/visitors/many/export');
    t.strictSame(
      body.items.map((item: { interaction: { id: string } }) => item.interaction.id),
      ids,
    );
  });

  t.test('the export of a person of whom nothing is known is empty', async (t) => {
    const { status, body } = await call('GET', '/v1/admin/identities/nobody/export');
    t.equal(status, 200);
    t.strictSame(body.items, []);
  });

  t.test('erasure ends what is live and removes everything personal, once', async (t) => {
    const queues = async () => (await call('GET', '/v1/admin/queues')).body.items;
    const qualified = await fresh({ visitorId: 'gone', userData: { EmailAddress: 'g@one.org' } });
    const pending = await accept({ visitorId: 'gone', pageId: 'p', pageUrl: 'https://x.org/?a' });
    const stranger = await fresh({ visitorId: 'stays', userData: { EmailAddress: 'G@one.org' } });
    const before = await queues();

    t.strictSame((await call('DELETE', '/v1/admin/visitors/gone')).body, { erased: 2 });
    const failed = (await call('GET', `/v1/interactions/${qualified.id}`)).body;
    t.match(failed, { state: 'Failed', reason: 'erased', status: 'stopped', userData: {} });
    const accepted = (await call('GET', `/v1/interactions/${pending.id}`)).body;
    t.match(accepted, { state: 'Accepted', registrationForm: { status: 'expired', fields: {} } });
    for (const { visitId, visitorId, pageId, pageUrl, identity, caseData } of [failed, accepted])
      t.strictSame(
        { visitId, visitorId, pageId, pageUrl, identity, caseData },
        {
          visitId: null,
          visitorId: null,
          pageId: null,
          pageUrl: null,
          identity: null,
          caseData: {},
        },
      );
    const facts = (await call('GET', `/v1/interactions/${pending.id}/history`)).body.items;
    t.strictSame(
      facts.map(({ type, by }: { type: string; by: string }) => `${type} by ${by}`).slice(-3),
      [
        'interaction.stopped by system',
        'registration_form.expired by ops',
        'interaction.erased by ops',
      ],
    );
    const { identity } = (await call('GET', `/v1/interactions/${stranger.id}`)).body;
    t.equal(identity.value, 'g@one.org', 'somebody else is still bound to the contact');

    const counts = ({ name, entered }: { name: string; entered: number }) => `${name} ${entered}`;
    const entered = (await queues()).map(counts);
    t.strictSame(
      entered.filter((count: string) => !before.map(counts).includes(count)).length,
      1,
      'only the queue of failed ones was entered',
    );
    const audit = (await call('GET', '/v1/admin/audit?pageSize=1')).body.items[0];
    t.match(audit, { action: 'person.erased', target: 'visitor', keyName: 'admin' });
    t.strictSame([audit.before, audit.after], [null, { erased: 2 }], 'and it names nobody');

    t.strictSame((await call('DELETE', '/v1/admin/visitors/gone?missing=ok')).body, { erased: 0 });
    const { body } = await call('GET', '/v1/admin/audit?pageSize=1');
    t.strictSame(body.items, [audit], 'what changed nothing is not audited');
  });

  t.test('erasing ends with the last interaction of a person, not with a batch', async (t) => {
    const ids: string[] = [];
    for (let made = 0; made < 45; made += 1) ids.push((await fresh({ visitorId: 'often' })).id);
    t.strictSame((await call('DELETE', '/v1/admin/visitors/often')).body, { erased: 45 });
    for (const id of ids)
      t.equal((await call('GET', `/v1/interactions/${id}`)).body.visitorId, null);
  });

  t.test('the tokens of an erased interaction are void', async (t) => {
    const { id, token } = await accept({ visitorId: 'void' });
    await call('DELETE', '/v1/admin/visitors/void');
    const late = { fields: { EmailAddress: EMAIL } };
    for (const answer of [
      await call('GET', `/v1/interactions/${id}`, undefined, token),
      await call('POST', `/v1/interactions/${id}/registration-form`, late, token),
    ])
      t.match(answer, { status: 401, body: { code: 'unauthenticated' } });
  });

  t.test('exporting and erasing need the scopes of operators', async (t) => {
    const named = { name: 'reader', scopes: ['admin:read', 'interactions:read'] };
    const reader = (await call('POST', '/v1/admin/api-keys', named)).body.key;
    for (const person of ['visitors/p1', 'identities/p1']) {
      const refused = await call('DELETE', `/v1/admin/${person}`, undefined, reader);
      t.match(refused, { status: 403, body: { code: 'insufficient_scope' } });
      t.equal((await call('GET', `/v1/admin/${person}/export`, undefined, reader)).status, 200);
    }
    const site = { name: 'site', scopes: ['interactions:read'] };
    const { key } = (await call('POST', '/v1/admin/api-keys', site)).body;
    const refused = await call('GET', '/v1/admin/visitors/p1/export', undefined, key);
    t.match(refused, { status: 403, body: { code: 'insufficient_scope' } });
  });
});

t.test('an identity goes when the last interaction bound to it is erased', async (t) => {
  const { invite, engine, database } = await createWorld(t);
  const identities = () => database.prepare('select value from identities').pluck().all();
  const userData = { EmailAddress: EMAIL };
  await invite({ visitorId: 'p1', userData });
  await invite({ visitorId: 'p2', userData });
  await engine.erase({ kind: 'visitor', id: 'p1' }, 10, OPERATOR);
  t.strictSame(identities(), [EMAIL]);
  await engine.erase({ kind: 'visitor', id: 'p2' }, 10, OPERATOR);
  t.strictSame(identities(), []);
  const { identity } = await invite({ userData });
  t.equal(await engine.erase({ kind: 'identity', id: identity?.id ?? '' }, 10, OPERATOR), 1);
  t.strictSame(identities(), [], 'also when it is erased by itself');
});

t.test(
  'an identity goes when a completed form binds its last interaction to another',
  async (t) => {
    const { invite, engine, database } = await createWorld(t);
    const { id } = await invite({ userData: { EmailAddress: 'old@example.com' } });
    await engine.apply(id, { type: 'engage' });
    await engine.apply(id, { type: 'acceptCall' });
    await engine.apply(id, { type: 'formCompleted', fields: { EmailAddress: EMAIL } });
    t.strictSame(database.prepare('select value from identities').pluck().all(), [EMAIL]);
  },
);

t.test('the kept answer of an erased interaction is forgotten', async (t) => {
  const { engine, database } = await createWorld(t);
  const request = {
    visitorIdClaimed: false,
    pageId: null,
    pageUrl: null,
    category: null,
    channel: null,
    caseData: {},
  };
  for (const visitorId of ['p1', 'p2'])
    await engine.create(
      { ...request, visitId: visitorId, visitorId, userData: {} },
      { scope: 'site', key: `order of ${visitorId}`, fingerprint: visitorId },
    );
  await engine.erase({ kind: 'visitor', id: 'p1' }, 10, OPERATOR);
  const kept = database.prepare('select idempotency_key from kept_answers').pluck().all();
  t.strictSame(kept, ['order of p2']);
});

t.test('no file holds what was erased once the erasure is answered', async (t) => {
  const { directory, invite, engine, store, clock } = await createWorld(t);
  const marker = 'Lovelace';
  const person = { kind: 'visitor', id: `visitor ${marker}` } as const;
  for (const size of [1, 10, 100, 400]) {
    const text = marker.repeat(size);
    const { id } = await invite({
      visitId: `visit ${marker} ${size}`,
      visitorId: person.id,
      pageUrl: `https://shop.example/${marker}`,
      caseData: { page: text },
      userData: { EmailAddress: `${marker}@example.com`, note: text },
    });
    await engine.apply(id, { type: 'engage', invitation: { title: text } });
    await engine.apply(id, { type: 'acceptCall' });
    await engine.apply(id, { type: 'formCompleted', fields: { EmailAddress: marker, text } });
    await invite({ visitorId: 'somebody else' });
  }
  t.ok(filesWith(directory, marker).includes('webengagement.db-wal'), 'it was on disk');
  const scrubbing = createScrubbing({ store, clock, log: createLog('silent') });
  t.equal(await createErasure(engine, scrubbing).erase(person, OPERATOR), 4);
  t.strictSame(filesWith(directory, marker), []);
});

t.test(
  'what somebody reads while it is erased is tried again until no file holds it',
  async (t) => {
    const { directory, database, invite, engine, store, clock } = await createWorld(t);
    const reader = new Sqlite(database.name, { readonly: true });
    t.teardown(() => reader.close());
    await invite({ visitorId: 'Lovelace' });
    const reading = reader.prepare('select * from interactions').iterate();
    reading.next();
    const scrubbing = createScrubbing({ store, clock, log: createLog('silent') });
    await createErasure(engine, scrubbing).erase({ kind: 'visitor', id: 'Lovelace' }, OPERATOR);
    t.strictSame(filesWith(directory, 'Lovelace'), ['webengagement.db-wal']);
    reading.return?.();
    await clock.advance(10_000);
    await scrubbing.request();
    t.strictSame(filesWith(directory, 'Lovelace'), []);
    t.strictSame(clock.armed(), [], 'and no more after that');
    await scrubbing.stop();
  },
);

t.test(
  'what a process erased just before it died is in no file after the next start',
  async (t) => {
    const directory = createDirectory(t);
    const { database, close } = openDatabase(directory);
    database.exec("create table t (x); insert into t values ('Lovelace'); delete from t");
    const copy = createDirectory(t);
    cpSync(directory, copy, { recursive: true });
    close();
    t.strictSame(filesWith(copy, 'Lovelace'), ['webengagement.db-wal']);
    const started = openDatabase(copy);
    t.teardown(started.close);
    t.strictSame(filesWith(copy, 'Lovelace'), []);
  },
);
