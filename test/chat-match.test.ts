import t from 'tap';
import type { Chat } from '#src/domain/chats/chat.js';
import { type Candidate, estimateWait, match } from '#src/domain/chats/match.js';
import type { OptionValues } from '#src/domain/options/catalogue.js';
import { chatOf, routeTo } from './support/chats.js';
import { options, T0 } from './support/lifecycle.js';

const NOW = T0 + 100_000;

const agent = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  name,
  groups: new Set(['g0']),
  skills: {},
  capacity: 1,
  held: 0,
  idleSince: T0,
  ...more,
});
const waiting = (id: string, more: Partial<Chat> = {}): Chat =>
  chatOf({ id, route: routeTo('g0'), ...more });

const pairs = (
  chats: readonly Chat[],
  agents: readonly Candidate[],
  chosen: Partial<OptionValues> = {},
) =>
  match(chats, agents, options(chosen), NOW).matches.map((each) => `${each.chat.id}:${each.agent}`);

t.test('the least busy of those with room is asked, by what they can take', async (t) => {
  const few = agent('few', { capacity: 2, held: 1 });
  const many = agent('many', { capacity: 10, held: 4 });
  t.strictSame(pairs([waiting('c')], [few, many]), ['c:many']);
  t.strictSame(
    pairs([waiting('c')], [agent('late', { idleSince: T0 + 1 }), agent('z'), agent('b')]),
    ['c:b'],
    'then who waits longest, then by name',
  );
  const idle = agent('idle', { capacity: 2, held: 1, idleSince: T0 - 1 });
  t.strictSame(pairs([waiting('c')], [idle, many], { chatSelection: 'longest_idle' }), ['c:idle']);
});

t.test('chats go round among agents who are as busy as each other', async (t) => {
  const agents = ['a', 'b', 'c'].map((name) => agent(name, { capacity: 2 }));
  const chats = ['1', '2', '3', '4', '5', '6', '7'].map((id) => waiting(id));
  t.strictSame(pairs(chats, agents), ['1:a', '2:b', '3:c', '4:a', '5:b', '6:c']);
});

t.test('the agent of the last chat is asked first, and not waited for', async (t) => {
  const busy = agent('busy', { held: 1 });
  const known = waiting('c', { preferred: 'known' });
  t.strictSame(pairs([known], [agent('a'), agent('known', { held: 1, capacity: 9 })]), ['c:known']);
  t.strictSame(pairs([waiting('c', { preferred: 'busy' })], [agent('a'), busy]), ['c:a']);
});

t.test(
  'who is named is asked before the group, and when there is no room the group is',
  async (t) => {
    const outside = agent('outside', { groups: new Set() });
    const named = waiting('c', { named: 'outside' });
    t.strictSame(pairs([named], [agent('a'), outside]), ['c:outside']);
    t.strictSame(pairs([named], [agent('a'), { ...outside, held: 1 }]), ['c:a']);
    t.strictSame(pairs([named], [agent('a')]), ['c:a']);
  },
);

t.test('the transferring agent is no candidate, unless they are named', async (t) => {
  t.strictSame(pairs([waiting('c', { notAgent: 'a' })], [agent('a')]), []);
  t.strictSame(pairs([waiting('c', { notAgent: 'a', named: 'a' })], [agent('a')]), ['c:a']);
});

t.test('another group helps once a chat has waited for so long, and not before', async (t) => {
  const helper = agent('helper', { groups: new Set(['g1']) });
  const chat = (afterSeconds: number) =>
    waiting('c', { route: routeTo('g0', { overflow: { afterSeconds, group: 'g1' } }) });
  t.strictSame(pairs([chat(100)], [helper]), ['c:helper'], 'it has waited for 100 seconds');
  t.strictSame(match([chat(101)], [helper], options(), NOW), { matches: [], nextAt: T0 + 101_000 });
  t.strictSame(
    pairs([chat(0)], [helper, agent('own', { held: 4, capacity: 5 })]),
    ['c:helper'],
    'then both are the same',
  );
});

t.test(
  'who declined is not asked for a while, then comes last, and after three times never',
  async (t) => {
    const declined = (times: number, secondsAgo: number) =>
      waiting('c', { declines: [{ agent: 'a', at: NOW - secondsAgo * 1000, times }] });
    t.strictSame(match([declined(1, 29)], [agent('a')], options(), NOW), {
      matches: [],
      nextAt: NOW + 1000,
    });
    t.strictSame(pairs([declined(2, 30)], [agent('a')]), ['c:a'], 'nobody else is there');
    t.strictSame(pairs([declined(1, 30)], [agent('a'), agent('b', { held: 8, capacity: 9 })]), [
      'c:b',
    ]);
    t.strictSame(match([declined(3, 9000)], [agent('a')], options(), NOW), {
      matches: [],
      nextAt: Number.POSITIVE_INFINITY,
    });
  },
);

t.test('what the time brings together holds from that very millisecond', async (t) => {
  const helper = agent('a', { groups: new Set(['g1']) });
  const backAfter = (seconds: number) =>
    waiting('c', {
      route: routeTo('g0', { overflow: { afterSeconds: 100, group: 'g1' } }),
      declines: [{ agent: 'a', at: NOW + (seconds - 30) * 1000, times: 1 }],
    });
  const at = (chat: Chat, moment: number) => {
    const { matches, nextAt } = match([chat], [helper], options(), moment);
    return matches.length > 0 ? 'asked' : nextAt - NOW;
  };
  t.strictSame([at(backAfter(0), NOW - 1), at(backAfter(0), NOW)], [0, 'asked'], 'at once');
  t.strictSame(
    [NOW - 1, NOW, NOW + 999, NOW + 1000].map((moment) => at(backAfter(1), moment)),
    [0, 1000, 1000, 'asked'],
    'one after the other',
  );
});

t.test('a skill that somebody lacks, or has at a lower level, is no skill', async (t) => {
  const needs = (skills: Record<string, number>) =>
    waiting('c', { route: routeTo('g0', { skills }) });
  const polyglot = agent('p', { skills: { english: 50, french: 10 } });
  t.strictSame(pairs([needs({ english: 50, french: 10 })], [polyglot]), ['c:p']);
  t.strictSame(pairs([needs({ english: 51 })], [polyglot]), []);
  t.strictSame(pairs([needs({ constructor: 1 })], [polyglot]), [], 'not what every object has');
});

t.test('the wait is estimated in steps of half a minute, and only where it can be', async (t) => {
  const given = { position: 3, slots: 2, free: 1, handlingSeconds: 40 };
  t.equal(estimateWait(given), 60, '2 × 40 ÷ 2, up to the next 30');
  t.equal(estimateWait({ ...given, position: 1 }), 0);
  t.equal(estimateWait({ ...given, handlingSeconds: 30 }), 30);
  t.equal(estimateWait({ ...given, handlingSeconds: null }), null);
  t.equal(estimateWait({ ...given, slots: 0, free: 0 }), null);
});
