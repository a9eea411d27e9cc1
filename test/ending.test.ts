import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { ADMIN_KEY, startService } from './support/service.js';

const UNFINISHED = {
  'on which nothing ever came': '',
  'with half a head': 'GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n',
  'with half a body': [
    'POST /v1/interactions HTTP/1.1',
    'host: 127.0.0.1',
    `authorization: Bearer ${ADMIN_KEY}`,
    'content-type: application/json',
    'content-length: 100',
    '',
    '{"visitId":',
  ].join('\r\n'),
};

for (const [kind, text] of Object.entries(UNFINISHED))
  t.test(`a connection ${kind} does not keep the service from ending`, async (t) => {
    const service = await startService(t);
    const { hostname, port } = new URL(await service.listen());
    const accepted = once(service.app.server, 'connection');
    const socket = connect(Number(port), hostname);
    t.teardown(() => socket.destroy());
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).resume();
    await accepted;
    await new Promise((resolve) => socket.write(text, resolve));
    const ending = service.end();
    service.clock.advance(1999);
    t.notOk(socket.closed, 'it has a moment to come to its end');
    service.clock.advance(1);
    await Promise.all([ending, closed]);
  });
