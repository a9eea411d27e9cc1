import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import type { OptionKey } from '#src/domain/options/catalogue.js';
import { SELECT_INTERACTIONS } from '#src/store/rows/interactions.js';
import type { Running } from './chat-simulation-house.js';
import { requestOf } from './world.js';

/** What befalls invitations to a chat; `pick` counts among those that are open. */
export type InvitationAct =
  /** Visits that come at once, put before the rules, or engaged by a call that asks nobody. */
  | { readonly act: 'consider'; readonly visits: number; readonly by: 'rules' | 'call' }
  | { readonly act: 'reply'; readonly with: Reply; readonly pick: number };

type Reply = 'displayed' | 'acceptCall' | 'reject' | 'formCompleted';

export const invitationAct: fc.Arbitrary<InvitationAct> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('consider' as const),
      visits: fc.constantFrom(1, 1, 2, 5),
      by: fc.constantFrom('rules', 'rules', 'rules', 'rules', 'call'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('reply' as const),
      with: fc.constantFrom<Reply>('displayed', 'acceptCall', 'reject', 'formCompleted'),
      pick: fc.nat(3),
    }),
  },
);

/** Visits that come one crowd after another, and see what they are offered. */
export const campaign: fc.Arbitrary<readonly InvitationAct[]> = fc
  .tuple(fc.constantFrom(1, 2, 5), fc.constantFrom('rules', 'rules', 'call'))
  .map(([visits, by]) => [
    { act: 'consider', visits, by },
    { act: 'reply', with: 'displayed', pick: 0 },
    { act: 'consider', visits: 5, by: 'rules' },
    { act: 'reply', with: 'acceptCall', pick: 0 },
    { act: 'consider', visits: 2, by: 'rules' },
  ]);

/** How pacing may be set; a dual algorithm without its ratio is refused. */
export const PACING_SETTINGS: readonly (readonly [OptionKey, string])[] = [
  ['pacingEnabled', 'false'],
  ['pacingEnabled', 'true'],
  ['pacingAlgorithm', 'PREDICTIVE_B'],
  ['pacingAlgorithm', 'SUPER_PROGRESSIVE_DUAL'],
  ['proactiveRatio', '50'],
  ['optimizationTarget', 'BUSY_FACTOR'],
  ['optimizationGoal', '50'],
  ['maxInvitationsPerAgent', '1'],
];

/** Does it as sites, strategies and browsers do. */
export async function performInvitation(
  act: InvitationAct,
  { engine }: Running,
  database: Database,
): Promise<unknown> {
  if (act.act === 'consider') {
    const before = database.prepare('select count(*) from interactions').pluck().get();
    return Promise.all(
      Array.from({ length: act.visits }, async (_, index) => {
        const request = { visitId: `i${before}-${index}`, channel: 'proactiveChat' } as const;
        const created = await engine.create(requestOf(request));
        if (!('interaction' in created)) return null;
        const { id } = created.interaction;
        return act.by === 'rules' ? engine.decide(id) : engine.apply(id, { type: 'engage' });
      }),
    );
  }
  const open = database
    .prepare<[], { id: string }>(
      `${SELECT_INTERACTIONS} where channel = 'proactiveChat'
         and (state = 'Engaged' or state = 'Accepted' and form_status = 'pending') order by n`,
    )
    .all();
  const { id } = open[act.pick % Math.max(open.length, 1)] ?? {};
  if (id === undefined) return null;
  return act.with === 'formCompleted'
    ? engine.apply(id, { type: 'formCompleted', fields: {} })
    : engine.apply(id, { type: act.with });
}
