// What the instruction of a strategy does to an interaction, and what a history tells of the calls.

import t from 'tap';
import type { Event } from '#src/domain/interactions/interaction.js';
import { isOfLifecycle, type Remark, remark } from '#src/domain/interactions/remarks.js';
import { advance, create } from '#src/domain/interactions/transition.js';
import { FACTS, NOTES } from '#src/domain/interactions/vocabulary.js';
import {
  acceptCall,
  advanceChecked,
  always,
  displayed,
  engage,
  freeze,
  noengage,
  options,
  REQUEST,
  SITUATIONS,
  T0,
  tell,
} from './support/lifecycle.js';

t.test('a decision brings user data, and the page when nobody has named it', async (t) => {
  for (const decision of [engage, noengage] as const)
    for (const pageId of [null, 'known'])
      for (const userData of [undefined, { Size: '8', FirstName: 'Augusta' }]) {
        const before = tell([], always(), { pageId }).interaction;
        const event: Event = { ...decision, pageId: 'brought', userData };
        const after = advanceChecked(before, event, always(), T0 + 1).interaction;
        t.equal(after.pageId, pageId ?? 'brought');
        t.strictSame(after.userData, { ...before.userData, ...userData });
        if (!userData) t.equal(after.userData, before.userData, 'the same, not a copy');
        const silent = advanceChecked(before, decision, always(), T0 + 1).interaction;
        t.equal(silent.pageId, pageId);
      }
});

t.test('a decision says by which rule, and why it was against an offer', async (t) => {
  const decide = (event: Event) => {
    const { interaction, facts } = tell([[1, event]], always({ autoStop: false }));
    return [facts.at(-1)?.detail, interaction.reasonDetail];
  };
  t.strictSame(decide({ type: 'engage', rule: 'Cart' }), ['Cart', null]);
  t.strictSame(decide({ type: 'noengage', rule: 'Cart', detail: 'full' }), ['Cart', 'full']);
  t.strictSame(decide({ type: 'noengage' }), [undefined, null]);
});

t.test('what was offered stays to the end', async (t) => {
  const { invitation } = engage;
  const chosen: Event = { type: 'engage', channel: 'proactiveCallback', invitation };
  for (const [name, happenings] of Object.entries(SITUATIONS)) {
    const story = happenings.map(([at, event]) => [at, event === engage ? chosen : event] as const);
    const { interaction } = tell(story, always());
    if (name === 'erased') continue;
    const offered = story.some(([, event]) => event === chosen);
    t.equal(interaction.channel, offered ? 'proactiveCallback' : null, name);
    t.strictSame(interaction.invitation, offered ? invitation : null, name);
  }
  t.equal(tell([[1, { type: 'engage' }]], always()).interaction.invitation, null);
});

const asked: Remark = { type: 'strategy.requested', detail: 'https://crm.example' };
const answered: Remark = { type: 'strategy.answered', detail: 'engage' };

t.test('lines about calls to the strategy are told from those of the lifecycle', async (t) => {
  const [created] = create(REQUEST, options(), T0).facts;
  t.ok(created);
  for (const type of FACTS) t.ok(created && isOfLifecycle({ ...created, type }), type);
  for (const type of NOTES) t.notOk(created && isOfLifecycle({ ...created, type }), type);
});

t.test('a call is made, and fails, by the system; answers are of the strategy', async (t) => {
  const step = create(REQUEST, options(), T0);
  const by = NOTES.map((type) => remark(step, { type, detail: 'd' }, T0 + 1).facts.at(-1)?.by);
  t.strictSame(by, ['system', 'strategy', 'system', 'strategy']);
});

t.test('what others wrote follows a remark, unless the person is erased', async (t) => {
  const said = (situation: 'Engaged' | 'erased', words?: string) => {
    const { interaction, now } = tell(SITUATIONS[situation], always());
    const { facts } = remark({ interaction, facts: [] }, { ...answered, words }, now + 1);
    t.match(facts, [{ type: 'strategy.answered', at: now + 1, from: interaction.state }]);
    return facts[0]?.detail;
  };
  t.equal(said('Engaged', 'for Ada'), 'engage: for Ada');
  t.equal(said('Engaged'), 'engage');
  t.equal(said('erased', 'for Ada'), 'engage');
});

t.test('a remark goes between what was due and what came of it', async (t) => {
  const { interaction } = tell([], always({ autoStop: false }));
  const tellOf = (event: Event | null, now: number) => {
    const result = advance(freeze(interaction), event, always({ autoStop: false }), now, answered);
    const { version, sequence } = result.interaction;
    t.equal(sequence, interaction.sequence + result.facts.length);
    return [version - interaction.version, ...result.facts.map(({ type }) => type)];
  };
  t.strictSame(tellOf(null, T0 + 1), [0, 'strategy.answered'], 'alone it raises no version');
  t.strictSame(tellOf(engage, T0 + 1), [1, 'strategy.answered', 'interaction.engaged']);
  t.strictSame(tellOf(engage, T0 + 30_000), [
    1,
    'interaction.failed',
    'strategy.answered',
    'strategy.refused',
  ]);
  t.strictSame(tellOf(acceptCall, T0 + 1), [0, 'strategy.answered', 'strategy.refused']);
});

t.test('an instruction that is refused is remarked on by the name of the refusal', async (t) => {
  const { interaction } = tell([], always());
  const { facts } = advance(interaction, displayed, always(), T0 + 1, asked);
  t.match(facts, [
    { type: 'strategy.requested', by: 'system', detail: 'https://crm.example' },
    { type: 'strategy.refused', by: 'strategy', detail: 'not_allowed', at: T0 + 1 },
  ]);
  const silent = advance(interaction, displayed, always(), T0 + 1);
  t.strictSame(silent.facts, [], 'and on nothing where nobody called');
});
