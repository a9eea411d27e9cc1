import type { AddressInfo } from 'node:net';
import t from 'tap';
import { listenTo } from './support/event-stream.js';
import { startService } from './support/service.js';

const OPTION = 'wmsg.connector.engagementExpirationTime';

t.test('a change of an option tells every open page its new deadline', async (t) => {
  const { app, create, setOption } = await startService(t);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const { id, visitId, token, createdAt } = await create();
  const deadlineAt = (seconds: number) =>
    new Date(Date.parse(createdAt) + seconds * 1000).toISOString();

  const stream = await listenTo(port, `/v1/visits/${visitId}/stream?token=${token}`);
  t.match(await stream.next(), { name: 'update', data: { deadlineAt: deadlineAt(30) } });
  for (const seconds of [20, 60]) {
    await setOption(OPTION, seconds);
    t.match(await stream.next(), {
      name: 'update',
      id: `${id}:1`,
      data: { state: 'Qualified', deadlineAt: deadlineAt(seconds) },
    });
  }
});
