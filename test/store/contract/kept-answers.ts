import type { KeptAnswer } from '#src/decisions/change.js';
import { LIMITS } from '#src/domain/limits.js';
import type { Store } from '#src/store/store.js';
import { look, write } from '../decisions.js';
import { fits } from '../fits.js';
import { keptAnswer } from '../things.js';
import type { Contract } from '../under-test.js';

const HOUR_MS = 3_600_000;

const keep = (store: Store, answer: KeptAnswer) => write(store, { kind: 'kept_answer', answer });
const kept = async (store: Store, scope: string, key: string) =>
  (await look(store, { answer: { scope, key } })).keptAnswer;

/** How idempotent requests were answered. */
export const keptAnswers: Contract = (t, makeStore) => {
  t.test('an answer is kept under its scope and key, with what it says', async (t) => {
    const made = makeStore(t);
    const given = keptAnswer();
    const refused = keptAnswer({
      key: 'twice',
      subjectId: null,
      refusal: { code: 'engagement_in_progress', live: { until: 5, steps: [null, 'ü'] } },
    });
    for (const answer of [given, refused]) await keep(made.store, answer);
    await made.reopen();
    t.strictSame(await kept(made.store, given.scope, 'once'), given);
    t.strictSame(await kept(made.store, given.scope, 'twice'), refused);
    t.equal(await kept(made.store, 'k2 create', 'once'), null);
    t.equal(await kept(made.store, given.scope, 'thrice'), null);
    const renewed = { ...given, fingerprint: 'f2', subjectId: 'i2' };
    await keep(made.store, renewed);
    t.strictSame(await kept(made.store, given.scope, 'once'), renewed);
  });

  t.test('an answer is given again for a day, and then no more', async (t) => {
    const { store, clock } = makeStore(t);
    const answer = keptAnswer({ at: clock.now() });
    await keep(store, answer);
    await clock.advance(LIMITS.answerHours.most * HOUR_MS - 1);
    t.strictSame(await kept(store, answer.scope, answer.key), answer);
    await clock.advance(1);
    t.equal(await kept(store, answer.scope, answer.key), null);
    await keep(store, keptAnswer({ key: 'twice', at: clock.now() }));
    t.equal(await kept(store, answer.scope, answer.key), null);
    fits(t, await kept(store, answer.scope, 'twice'), { key: 'twice' });
  });
};
