import fc from 'fast-check';
import t from 'tap';
import type { Chat } from '#src/domain/chats/chat.js';
import { barOf, type Candidate, match } from '#src/domain/chats/match.js';
import { inOrder, needOf } from '#src/domain/chats/order.js';
import type { OptionValues } from '#src/domain/options/catalogue.js';
import { chatOf } from './support/chats.js';
import { options, T0 } from './support/lifecycle.js';

const NOW = T0 + 100_000;

const Group = fc.constantFrom('g0', 'g1', 'g2');
const Skills = fc.dictionary(fc.constantFrom('english', 'french'), fc.integer({ min: 1, max: 3 }));
const Name = fc.constantFrom('a0', 'a1', 'a2', 'a3');
const Seldom = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, Name);
const Ago = fc.constantFrom(0, 1000, 20_000, 30_000, 60_000);

const Agents = fc
  .uniqueArray(
    fc.record({
      name: Name,
      groups: fc.uniqueArray(Group, { maxLength: 2 }).map((all) => new Set(all)),
      skills: Skills,
      capacity: fc.integer({ min: 1, max: 3 }),
      held: fc.nat(4),
      idleSince: Ago.map((ms) => NOW - ms),
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  )
  .map((all): readonly Candidate[] => all);

const Waiting = fc
  .array(
    fc.record({
      route: fc.record({
        group: Group,
        skills: Skills,
        priority: fc.constantFrom(0, 0, 50),
        overflow: fc.option(fc.record({ afterSeconds: fc.constantFrom(0, 30, 90), group: Group })),
        rule: fc.constant(null),
      }),
      named: Seldom,
      notAgent: Seldom,
      preferred: fc.option(Name),
      raisedTo: fc.constantFrom(0, 0, 90, 95),
      declines: fc.uniqueArray(
        fc.record({
          agent: Name,
          at: Ago.map((ms) => NOW - ms),
          times: fc.integer({ min: 1, max: 3 }),
        }),
        { selector: (decline) => decline.agent, maxLength: 2 },
      ),
      queued: Ago,
      waited: Ago,
    }),
    { maxLength: 10 },
  )
  .map((all) =>
    all.map(({ queued, waited, ...more }, index) =>
      chatOf({ id: `c${index}`, queuedAt: NOW - queued, waitingSince: NOW - waited, ...more }),
    ),
  );

const Selection = fc.constantFrom('least_busy' as const, 'longest_idle' as const);

/** Whether an agent may take a chat, said once more as the rules have it; room aside. */
function mayTake(
  chat: Chat,
  { name, groups, skills }: Candidate,
  offerTime: number,
  now = NOW,
): boolean {
  const { route, declines, notAgent, waitingSince } = chat;
  if (route === null || notAgent === name) return false;
  const waitedMs = now - waitingSince;
  const { overflow } = route;
  const isOverflow =
    overflow !== null && waitedMs >= overflow.afterSeconds * 1000 && groups.has(overflow.group);
  if (!groups.has(route.group) && !isOverflow) return false;
  for (const [skill, least] of Object.entries(route.skills))
    if ((skills[skill] ?? 0) < least) return false;
  const decline = declines.find((each) => each.agent === name);
  return !decline || (decline.times < 3 && now - decline.at >= offerTime * 1000);
}

/** The same as match, slowly: for every chat in order everybody is looked at. */
function naively(
  chats: readonly Chat[],
  agents: readonly Candidate[],
  chosen: OptionValues,
): string[] {
  const now = agents.map((each) => ({ ...each }));
  const found: string[] = [];
  const rankOf = ({ route, raisedTo }: Chat) => Math.max(route?.priority ?? 0, raisedTo);
  const order = [...chats].sort(
    (a, b) => rankOf(b) - rankOf(a) || a.queuedAt - b.queuedAt || a.id.localeCompare(b.id),
  );
  for (const chat of order) {
    const free = now.filter(({ held, capacity }) => held < capacity);
    const named = free.filter(({ name }) => name === chat.named);
    const may =
      named.length > 0 ? named : free.filter((each) => mayTake(chat, each, chosen.offerTime));
    const declined = (name: string) =>
      chat.declines.find((each) => each.agent === name)?.times ?? 0;
    const keys = (each: Candidate): readonly (number | string)[] => [
      declined(each.name),
      each.name === chat.preferred ? 0 : 1,
      chosen.chatSelection === 'least_busy' ? each.held / each.capacity : 0,
      each.idleSince,
      each.name,
    ];
    const [best] = may.sort((a, b) => {
      const [left, right] = [keys(a), keys(b)];
      const at = left.findIndex((key, index) => key !== right[index]);
      return at < 0 ? 0 : (left[at] ?? 0) < (right[at] ?? 0) ? -1 : 1;
    });
    if (best === undefined) continue;
    found.push(`${chat.id}:${best.name}`);
    Object.assign(best, { held: best.held + 1, idleSince: NOW });
  }
  return found;
}

t.test('everybody gets what a slow look at everybody would give them', async () => {
  fc.assert(
    fc.property(Waiting, Agents, Selection, (chats, agents, chatSelection) => {
      const chosen = options({ chatSelection, offerTime: 30 });
      const { matches } = match(chats, agents, chosen, NOW);
      const found = matches.map((each) => `${each.chat.id}:${each.agent}`);
      return found.join() === naively(chats, agents, chosen).join();
    }),
    { numRuns: 1500 },
  );
});

t.test('no chat waits while somebody who may take it has room, and none is overtaken', async () => {
  fc.assert(
    fc.property(Waiting, Agents, Selection, (chats, agents, chatSelection) => {
      const chosen = options({ chatSelection, offerTime: 30 });
      const { matches } = match(chats, agents, chosen, NOW);
      const heldBy = (name: string) => matches.filter((each) => each.agent === name).length;
      const isWithin = agents.every(
        ({ name, held, capacity }) => heldBy(name) === 0 || held + heldBy(name) <= capacity,
      );
      const holders = new Set(matches.map(({ chat }) => chat.id));
      const left = chats.filter(({ id }) => !holders.has(id));
      const isFree = ({ name, held, capacity }: Candidate) => held + heldBy(name) < capacity;
      const isConserving = left.every((chat) =>
        agents.every((each) => !isFree(each) || !mayTake(chat, each, chosen.offerTime)),
      );
      const given = matches.every(({ chat, agent: name }) => {
        const who = agents.find((each) => each.name === name);
        return who && (chat.named === name || mayTake(chat, who, chosen.offerTime));
      });
      const isInOrder = left.every((chat) =>
        matches.every(({ chat: later, agent: name }) => {
          const who = agents.find((each) => each.name === name);
          return (
            later.named === name ||
            inOrder(later, chat) < 0 ||
            !who ||
            !mayTake(chat, who, chosen.offerTime)
          );
        }),
      );
      return isWithin && holders.size === matches.length && isConserving && given && isInOrder;
    }),
    { numRuns: 1000 },
  );
});

t.test(
  'until the time that is told nobody becomes a candidate, and by then somebody may',
  async () => {
    fc.assert(
      fc.property(Waiting, Agents, fc.nat(99), (chats, agents, share) => {
        const chosen = options({ offerTime: 30 });
        const { matches, nextAt } = match(chats, agents, chosen, NOW);
        const rung = new Set(matches.map(({ chat }) => chat.id));
        const left = chats.filter(({ id }) => !rung.has(id));
        const after = agents.map((each) => ({
          ...each,
          held: each.held + matches.filter(({ agent: name }) => name === each.name).length,
        }));
        const before = Math.min(nextAt, NOW + 1_000_000) - 1;
        const moment = NOW + Math.floor(((before - NOW) * share) / 99);
        return match(left, after, chosen, moment).matches.length === 0;
      }),
      { numRuns: 1000 },
    );
  },
);

t.test('of two chats with the same need, an agent may take both or neither', async () => {
  fc.assert(
    fc.property(Waiting, Agents, fc.nat(200_000), (chats, agents, laterMs) => {
      const chosen = options({ offerTime: 30 });
      const byNeed = new Map<string, Chat[]>();
      for (const chat of chats) {
        const need = needOf(chat) ?? '';
        byNeed.set(need, [...(byNeed.get(need) ?? []), chat]);
      }
      const why = (chat: Chat, who: Candidate, moment: number) =>
        barOf(chat, { ...who, held: 0 }, chosen, moment)?.why ?? 'may';
      return [...byNeed.values()].every((alike) => {
        const sorted = alike.sort(inOrder);
        return sorted.slice(1).every((chat, index) =>
          agents.every((who) => {
            const [first, next] = [sorted[index] as Chat, chat].map((each) =>
              why(each, who, NOW + laterMs),
            );
            // Who came first has waited longer for others to help.
            return first === next || (first === 'may' && next === 'overflow');
          }),
        );
      });
    }),
    { numRuns: 1000 },
  );
});
