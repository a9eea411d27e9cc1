import assert from 'node:assert/strict';
import type { Clock } from '#src/clock.js';
import type { Service } from '#src/compose.js';
import { createHealth, healthPart } from '#src/health.js';
import { createLog } from '#src/log/log.js';
import { createMetrics } from '#src/metrics.js';
import { databasePart } from '#src/parts/database.js';
import { FAILURE_KINDS, type Traffic } from '#src/store/shared-database.js';
import { createChatWorld } from './chat-world.js';
import { turn } from './clock.js';
import { receive, status } from './receiver.js';
import type { Cleanup } from './world.js';

/** What a process adds that shares a database, of which it has asked nothing yet. */
async function ofADatabase({ store, clock }: Pick<Service, 'store'> & { clock: Clock }) {
  const nothing = { connections: 7, inUse: 0, waiting: 0, waitingMs: 0, feedLagMs: 0, retried: 0 };
  const failures = Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, 0]));
  const traffic = { ...nothing, clockOffsetMs: 0, clockErrorMs: 0, failures } as Traffic;
  const shared = { traffic: () => traffic, hazards: async () => [] };
  const metrics = createMetrics(store);
  const part = databasePart(shared, { store, clock, log: console });
  const health = healthPart(createHealth(() => [part], createLog('silent')));
  for (const gauge of [part, health].flatMap(({ gauges = [] }) => gauges)) metrics.show(gauge);
  const lines = (await metrics.read()).split('\n');
  metrics.close();
  return lines
    .filter((line) => /webengagement_database_|^webengagement_check_ok/.test(line))
    .join('\n');
}

/** What `/metrics` says after a day with everything in it that there is something to say of. */
export async function afterADay(t: Cleanup): Promise<string> {
  const world = await createChatWorld(t);
  const { ask, create, clock, engine, service } = world;
  const read = async () => (await service.app.inject('/metrics')).payload;
  const must = async (...[method, url, body, headers]: Parameters<typeof ask>) => {
    const answer = await ask(method, url, body, headers);
    assert.ok(answer.status < 300, `${url}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  // Of two endpoints one fails.
  for (const answer of [undefined, status(500)]) {
    const { url } = await receive(t, answer);
    await must('POST', '/admin/webhook-endpoints', { url, eventTypes: ['interaction.created'] });
  }

  // An invitation that leads to a chat, which is talked and ended; one that leads nowhere.
  const ann = await world.agent('ann', { capacity: 1 });
  const proactive = { channel: 'proactiveChat' };
  const { id, token, visitId } = await create(proactive);
  const asVisitor = { authorization: `Bearer ${token}` };
  await must('POST', `/interactions/${id}/engage`, {});
  await must('POST', `/interactions/${id}/displayed`, {}, asVisitor);
  await must('POST', `/interactions/${id}/disposition`, { code: 'acceptCall' }, asVisitor);
  await must('POST', `/interactions/${id}/registration-form`, { fields: {} }, asVisitor);
  const { chatId } = await must('GET', `/interactions/${id}`);
  await service.router.idle();
  await ann(`/chats/${chatId}/accept`, {});
  assert.equal((await ask('POST', '/interactions', { visitId })).body.code, 'chat_in_progress');

  // Two that are answered otherwise, and what cannot be answered at all.
  for (const code of ['reject', 'timeout']) {
    const { id, token } = await create();
    await must('POST', `/interactions/${id}/engage`, {});
    const headers = { authorization: `Bearer ${token}` };
    await must('POST', `/interactions/${id}/disposition`, { code }, headers);
  }
  const server = '/admin/objects/applications/Chat_Server';
  const { properties } = await must('GET', server);
  await must('PUT', server, { properties: { ...properties, options: {} } });
  assert.equal((await ask('POST', '/chats', { visitId: 'v' })).body.code, 'chat_endpoint_missing');
  await must('PUT', server, { properties });

  // One is decided against, one finds no room, one is pulled, one meets the failing strategy.
  await must('POST', `/interactions/${(await create()).id}/noengage`, {});
  await engine.decide((await create(proactive)).id);
  const view = '/views/Webengagement_Qualified.EngagementLogic.View/pull';
  await create();
  await must('POST', view, { max: 1, leaseSeconds: 5 });
  await engine.remark((await create()).id, { type: 'strategy.failed', detail: '503' });
  await ann(`/chats/${chatId}/end`, {});
  await ann('/not-ready', {});
  await must('PUT', '/admin/options/chat.whenNoAgents', { value: 'queue' });
  await world.routeBy((await receive(t, status(500))).url);
  await world.giveUp((await world.chat()).id);

  // Something expires, and something fails.
  await clock.advance(6000);
  await service.expiry.idle();
  await clock.advance(60_000);
  await service.expiry.idle();
  // Readiness is asked for, and a stream that is not let begin.
  await service.app.inject({ url: '/readyz' });
  await service.app.inject({ url: '/v1/agent/stream' });
  while (!/attempt_duration_seconds_count\{outcome="retried"\}/.test(await read())) await turn();
  return `${await read()}\n${await ofADatabase({ store: service.store, clock })}\n`;
}
