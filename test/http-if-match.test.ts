import t from 'tap';
import { startService } from './support/service.js';

const service = await startService(t);
const { call } = service;

t.test(
  'If-Match binds each operation on an interaction to the version that was read',
  async (t) => {
    const { id, token } = await service.create();
    const steps: readonly (readonly [string, object, boolean])[] = [
      ['engage', {}, true],
      ['displayed', { token }, false],
      ['disposition', { code: 'timeout', leaving: true, token }, false],
      ['disposition', { code: 'acceptCall', token }, false],
      ['registration-form', { fields: {}, token }, false],
      ['stop', {}, true],
    ];
    for (const [operation, body, byKey] of steps) {
      const { etag } = (await call('GET', `/v1/interactions/${id}`)).headers;
      const post = (version: string) =>
        call('POST', `/v1/interactions/${id}/${operation}`, {
          body,
          headers: { 'if-match': version },
          ...(byKey ? {} : { as: null }),
        });
      for (const other of ['"99"', 'nonsense'])
        t.match((await post(other)).body, { code: 'precondition_failed', status: 412 }, operation);
      t.equal((await post(String(etag))).status, 200, operation);
    }
  },
);
