import t from 'tap';
import { type Anything, startService } from './support/service.js';

interface Option extends Anything {
  readonly value: string | null;
  readonly warning: string | null;
  readonly detail: string;
}

const { call, setOption } = await startService(t);
const urlOf = (name: string): string => `/v1/admin/options/${name}`;
const read = async (name: string) => (await call<Option>('GET', urlOf(name))).body;
const put = (name: string, value: unknown) => call<Option>('PUT', urlOf(name), { body: { value } });

const PACING = 'pacing.connector';

t.test(
  'a dual algorithm and the share of invitations are refused one without the other',
  async (t) => {
    const refused = await put(`${PACING}.algorithm`, 'PREDICTIVE_B_DUAL');
    t.match(refused, { status: 422, body: { code: 'invalid_option_value' } });
    t.match(refused.body.detail, /needs pacing\.connector\.proactiveRatio/);
    await setOption(`${PACING}.proactiveRatio`, '40');
    const taken = await put(`${PACING}.algorithm`, 'PREDICTIVE_B_DUAL');
    t.match(taken, { status: 200, body: { warning: /30 slots/ } });
    for (const without of [
      await call<Option>('DELETE', urlOf(`${PACING}.proactiveRatio`)),
      await put(`${PACING}.proactiveRatio`, null),
    ])
      t.match(without, { status: 422, body: { detail: /while pacing\.connector\.algorithm/ } });
    t.equal((await call('DELETE', urlOf(`${PACING}.algorithm`))).status, 200);
    t.equal((await call('DELETE', urlOf(`${PACING}.proactiveRatio`))).status, 200);
  },
);

t.test('the usual spelling of ABANDONEMENT_RATE is taken, and the other stored', async (t) => {
  await setOption(`${PACING}.optimizationTarget`, 'BUSY_FACTOR');
  t.match(await read(`${PACING}.optimizationGoal`), { warning: /50 or more/ });
  const { status, body } = await put(`${PACING}.optimizationTarget`, 'ABANDONMENT_RATE');
  t.match({ status, body }, { status: 200, body: { value: 'ABANDONEMENT_RATE', warning: null } });
  t.equal((await read(`${PACING}.optimizationGoal`)).warning, null);
});
