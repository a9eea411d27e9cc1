import {
  ANSWER_GUARDS,
  type Guard,
  type Question,
  type QuestionKind,
  type Questions,
} from '#src/decisions/question.js';
import { newStatus } from '#src/domain/agents/agent.js';
import type { Attempt } from '#src/domain/interactions/interaction.js';
import { LIMITS } from '#src/domain/limits.js';
import { placing } from '../../support/changes.js';
import { agentOf, CHAT_QUEUE, chatOf, GROUP, statusOf } from '../../support/chats.js';
import { T0 } from '../../support/lifecycle.js';
import { ask, changeFrom, happen, look, place, write } from '../decisions.js';
import { fits } from '../fits.js';
import { erasedMark, signingKey } from '../things.js';
import type { Contract } from '../under-test.js';

const ADA = { id: 'c1', key: 'EmailAddress', value: 'ada@example.com' };
const KEY = signingKey('s1');
const NOBODY = { id: 'i9', visitId: 'v9', visitorId: null, visitorIdClaimed: false };

/** One that waits, one that is talked, and one that is over. */
const CHATS = [
  chatOf({ id: 'waiting' }),
  chatOf({
    id: 'talked',
    visitId: 'v3',
    state: 'Active',
    agent: 'ann',
    acceptedAt: T0,
    activeAt: T0,
  }),
  chatOf({
    id: 'over',
    visitId: 'v2',
    visitorId: 'p1',
    state: 'Ended',
    outcome: 'processed',
    agent: 'bob',
    acceptedAt: T0,
    endedAt: T0,
    closedAt: T0,
  }),
];

/** Each question with its answer: asked of two visits, a contact and an erased visitor. */
const ASKED = {
  identity: [
    { of: { key: 'EmailAddress', value: 'ADA@example.com' }, answer: ADA },
    { of: { key: 'EmailAddress', value: 'eve@example.com' }, answer: null },
  ],
  attempts: [
    {
      of: { id: 'i2', visitId: 'v2', visitorId: 'p1', visitorIdClaimed: false },
      answer: [{ state: 'Failed' }],
    },
    {
      of: { id: 'i2', visitId: 'v1', visitorId: 'p1', visitorIdClaimed: true },
      answer: [{ state: 'Qualified' }, { state: 'Failed' }],
    },
    { of: NOBODY, answer: [] },
    { of: { ...NOBODY, visitId: null }, answer: [] },
  ],
  held: [
    { of: 'Webengagement_Qualified', answer: 2 },
    { of: 'Webengagement_Failed', answer: 1 },
    { of: 'Webengagement_Engaged', answer: 0 },
  ],
  agent: [
    { of: 'ann', answer: { status: { state: 'Ready' }, chats: [{ id: 'talked' }] } },
    { of: 'nobody', answer: null },
  ],
  staff: [{ of: 'all', answer: [{ status: { name: 'ann' }, held: 1 }] }],
  openChat: [
    { of: 'v1', answer: { id: 'waiting' } },
    { of: 'v2', answer: null },
  ],
  waitingIn: [
    { of: CHAT_QUEUE, answer: 1 },
    { of: 'Shoes', answer: 0 },
  ],
  chatsFor: [
    { of: GROUP, answer: 2 },
    { of: 'Sales', answer: 0 },
  ],
  lastAgent: [
    { of: { visitId: 'v2', visitorId: null }, answer: { agent: 'bob', endedAt: T0 } },
    { of: { visitId: 'v9', visitorId: 'p1' }, answer: { agent: 'bob', endedAt: T0 } },
    { of: { visitId: 'v9', visitorId: 'p2' }, answer: null },
  ],
  erased: [
    { of: erasedMark(KEY, 'p3'), answer: true },
    { of: erasedMark(KEY, 'p1'), answer: false },
  ],
} as const satisfies {
  readonly [K in QuestionKind]: readonly {
    readonly of: Questions[K]['of'];
    readonly answer: unknown;
  }[];
};

const QUESTIONS = Object.entries(ASKED).flatMap(([kind, all]) =>
  all.map(({ of, answer }) => ({ question: { kind, of } as Question, answer })),
);

/** What a decision may ask, how it is told, and how often. */
export const questions: Contract = (t, makeStore) => {
  async function makeAsked(...given: Parameters<typeof makeStore>) {
    const made = makeStore(...given);
    await place(made.store, { id: 'i1', visitId: 'v1', visitorId: 'p1' });
    await place(made.store, { id: 'i2', visitId: 'v2', visitorId: 'p1' }, { identity: ADA });
    await place(made.store, { id: 'i3', visitId: 'v1', visitorId: 'p2' });
    await happen(made.store, 'i1', 'noengage');
    await write(
      made.store,
      { kind: 'signing_key', key: KEY },
      { kind: 'erased_visitor', visitorId: 'p3' },
      ...['ann', 'bob'].map(
        (name) => ({ kind: 'agent', before: undefined, after: agentOf({ name }) }) as const,
      ),
      { kind: 'agent_status', before: newStatus('ann'), after: statusOf(), facts: [] },
      ...CHATS.map((after) => ({ kind: 'chat', before: undefined, after, facts: [] }) as const),
    );
    return made;
  }

  t.test('each question is answered by what is stored', async (t) => {
    const { store } = await makeAsked(t);
    for (const { question, answer } of QUESTIONS) {
      const [told] = await ask(store, [question]);
      t.strictSame([told?.kind, told?.of], [question.kind, question.of]);
      fits(t, told?.answer, answer, JSON.stringify(question));
      if (Array.isArray(answer)) fits(t, told?.answer, { length: answer.length });
    }
  });

  t.test('a decision is told everything it asked before, and that no later run asks', async (t) => {
    const { store } = await makeAsked(t);
    const [first, ...others] = QUESTIONS.map(({ question }) => question);
    if (first === undefined) throw new Error('there are questions');
    t.strictSame(await ask(store), [], 'nothing');
    t.equal((await ask(store, [first, ...others])).length, QUESTIONS.length, 'all at once');
    const told = await ask(store, [first], others);
    t.strictSame(
      told.map(({ of }) => of),
      QUESTIONS.map(({ question }) => question.of),
      'some, and then the others',
    );
    t.strictSame((await look(store, {})).answers, [], 'the next decision is told nothing of it');
  });

  t.test('a decision that asks in each of three runs is never made', async (t) => {
    const { store } = await makeAsked(t);
    const [a, b, c] = QUESTIONS.map(({ question }) => [question]);
    if (!a || !b || !c) throw new Error('there are questions');
    await t.rejects(ask(store, a, b, c));
    t.equal((await ask(store, a, b)).length, 2, 'and nobody is held up');
  });

  t.test('of the attempts at somebody the newest are counted, up to a number', async (t) => {
    const made = makeStore(t);
    const most = LIMITS.attempts.most;
    const who = { ...NOBODY, visitorId: 'p1' };
    const ended = await place(made.store, { id: 'oldest', visitorId: 'p1' });
    await happen(made.store, ended.id, 'noengage');
    const others = Array.from({ length: most }, (_, n) =>
      changeFrom(made, placing({ id: `a${n}`, visitId: `v${n}`, visitorId: 'p1' })),
    );
    await write(made.store, ...others.slice(1));
    const attempts = async () =>
      (await ask(made.store, [{ kind: 'attempts', of: who }]))[0]?.answer as readonly Attempt[];
    t.equal((await attempts()).length, most);
    await write(made.store, ...others.slice(0, 1));
    t.strictSame(
      [(await attempts()).length, (await attempts()).filter(({ state }) => state === 'Failed')],
      [most, []],
      'not the oldest',
    );
  });

  t.test('every answer is guarded by the version of a row', (t) => {
    for (const { question } of QUESTIONS) {
      const guardOf = ANSWER_GUARDS[question.kind] as (of: Question['of']) => Guard;
      fits(t, guardOf(question.of), { row: /./, key: String }, question.kind);
    }
    const [mail, other] = ASKED.identity.map(({ of }) => ANSWER_GUARDS.identity(of));
    t.strictSame(mail, ANSWER_GUARDS.identity(ADA), 'values that fold alike are one row');
    t.notSame(mail, other);
    t.end();
  });
};
