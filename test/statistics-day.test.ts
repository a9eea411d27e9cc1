// The nine statistics that provisioning adds, on a day of which every figure is counted by hand.

import t from 'tap';
import { createDay, HALVES, told } from './support/statistics-day.js';
import { figuresOf, historiesOf } from './support/statistics-oracle.js';

t.test(
  'each of the nine is what the facts say, also when the service ends amid them',
  async (t) => {
    const day = await createDay(t);
    await HALVES[0](day);
    await day.restart();
    await day.begin();
    await HALVES[1](day);
    const expected = figuresOf(await historiesOf(day.service));
    t.strictSame(
      expected.Chat_Interactions_Processed,
      {
        'Agent/ann': 3,
        'GroupAgents/Web Engagement Chat': 3,
        'Tenant/1': 3,
        'Agent/bob': 2,
        'GroupAgents/Second Line': 2,
      },
      'once for each agent, and once for each group, however often it comes back',
    );
    t.strictSame(expected.Chat_Interactions_Abandoned, {
      'Agent/ann': 1,
      'GroupAgents/Web Engagement Chat': 2,
      'Tenant/1': 2,
    });
    t.strictSame(await told(day, expected), expected, 'grown since midnight');
    const all = encodeURIComponent('MediaType=*');
    t.strictSame(await told(day, expected, `&filter=${all}`), expected, 'folded from the rows');

    const { items } = await day.must('GET', '/v1/admin/statistics');
    t.strictSame(
      items.map(({ name, supported }: { name: string; supported: boolean }) => [name, supported]),
      Object.keys(expected)
        .sort()
        .map((name) => [name, true]),
    );

    const { shortAbandoned } = await day.must(
      'GET',
      '/v1/admin/statistics/Virtual_Queue_Abandoned',
    );
    t.equal(shortAbandoned, 1, 'who left after three seconds is shown beside');

    const { items: listed } = await day.must('GET', '/v1/admin/interactions?pageSize=500');
    const { identity } = await day.must('GET', `/v1/interactions/${listed[0].id}`);
    await day.must('DELETE', `/v1/admin/identities/${identity.id}`);
    t.equal((await day.must('GET', `/v1/interactions/${listed[0].id}`)).identity, null);
    const { store, engine } = day.service;
    while (await store.tidy({ step: 'purge_chats', closedBy: engine.now() }));
    while (await store.tidy({ step: 'purge', stoppedBy: engine.now() }));
    t.strictSame((await day.must('GET', '/v1/admin/chats')).items, [], 'nothing is left');
    t.strictSame(await told(day, expected), expected, 'after erasure and retention');
  },
);
