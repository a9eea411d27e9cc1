import t from 'tap';
import { estimate, NOTHING_MEASURED } from '#src/domain/pacing/estimates.js';
import { type PacingInputs, type PacingOptions, pace } from '#src/domain/pacing/pace.js';
import { drawOf, erlangB, largestLoad, progressiveLimit } from '#src/domain/pacing/probability.js';

const MANY = 10_000;
const M = [1, 2, 3, 5, 10, 20, 30];

const OPTIONS: PacingOptions = {
  pacingAlgorithm: 'SUPER_PROGRESSIVE',
  optimizationTarget: 'ABANDONEMENT_RATE',
  optimizationGoal: 3,
  proactiveRatio: null,
  maxInvitationsPerAgent: 50,
};
const IDLE: PacingInputs = {
  slots: 5,
  free: 5,
  readyAgents: 5,
  waiting: 0,
  forms: 0,
  outstanding: 0,
  hitRate: 0.3,
  handlingSeconds: 300,
  invitationSeconds: 30,
  reactivePerSecond: 0,
  abandonmentRate: 0,
  abandonmentChats: 0,
  draw: 0.999,
};
const paced = (inputs: Partial<PacingInputs>, options: Partial<PacingOptions> = {}) =>
  pace({ ...IDLE, ...inputs }, { ...OPTIONS, ...options });

t.test('SUPER_PROGRESSIVE keeps to its check values at a goal of 3 %', async (t) => {
  const table: readonly (readonly [hitRate: number, limits: readonly number[]])[] = [
    [0.1, [1, 6, 12, 28, 73, 169, 268]],
    [0.2, [1, 3, 7, 15, 37, 86, 136]],
    [0.3, [1, 3, 5, 10, 26, 58, 92]],
    [0.5, [1, 2, 3, 7, 16, 36, 56]],
  ];
  for (const [hitRate, limits] of table)
    t.strictSame(
      M.map((m) => progressiveLimit(m, hitRate, 0, 0.03, MANY)),
      limits,
      `h ${hitRate}`,
    );
  t.equal(progressiveLimit(5, 0.3, 0.15, 0.03, MANY), 10);
  t.equal(progressiveLimit(1, 0.3, 0.015, 0.03, MANY), 1);
});

t.test('Erlang B is what the published tables say', async (t) => {
  const near = (value: number, expected: number, digits: number) =>
    t.equal(value.toFixed(digits), expected.toFixed(digits));
  near(erlangB(10, 5), 0.018385, 6);
  t.equal(erlangB(0, 5), 1);
  // Offered traffic at a blocking of 3 %, and at the usual grades of service.
  near(largestLoad(5, 0.03), 1.8752, 4);
  near(largestLoad(10, 0.03), 5.5294, 4);
  near(largestLoad(30, 0.03), 23.062, 3);
  near(largestLoad(1, 0.01), 0.0101, 4);
  near(largestLoad(10, 0.01), 4.4612, 4);
  near(largestLoad(20, 0.02), 13.182, 3);
  near(largestLoad(100, 0.01), 84.064, 3);
});

t.test(
  'SUPER_PROGRESSIVE reckons with who waits, who fills in a form, and who comes uninvited',
  async (t) => {
    t.match(paced({}), { limit: 10, allowed: 10, because: 'goal', channelCapacity: 5 });
    t.match(paced({ outstanding: 4 }), { limit: 10, outstanding: 4, allowed: 6 });
    t.match(paced({ outstanding: 14 }), { limit: 10, allowed: 0 });
    t.match(paced({ waiting: 1, forms: 1 }), { limit: 5 });
    t.match(paced({ waiting: 3, forms: 2 }), { limit: 0, because: 'waiting_chats' });
    t.match(paced({ free: 0 }), { limit: 0, because: 'goal' });
    t.match(paced({ reactivePerSecond: 0.05 }), { because: 'reactive' });
    t.match(paced({ slots: 0, free: 0, readyAgents: 0 }), { limit: 0, because: 'no_agents' });
  },
);

t.test('an idle group invites at least one, whatever the goal says', async (t) => {
  const crowded = { slots: 1, free: 1, readyAgents: 1, reactivePerSecond: 1 };
  t.equal(paced(crowded).limit, 1);
  t.equal(paced({ ...crowded, outstanding: 1 }).limit, 0);
});

t.test('BUSY_FACTOR fills the slots to the goal, at least one', async (t) => {
  const busy = { optimizationTarget: 'BUSY_FACTOR', optimizationGoal: 60 } as const;
  t.equal(paced({}, busy).limit, 10);
  t.equal(paced({ free: 1 }, { ...busy, optimizationGoal: 1 }).limit, 1);
});

t.test('no more are invited than the cap for each agent', async (t) => {
  t.match(paced({ readyAgents: 2 }, { maxInvitationsPerAgent: 4 }), { limit: 8, because: 'cap' });
  t.match(paced({ readyAgents: 2 }, { maxInvitationsPerAgent: 5 }), { limit: 10, because: 'goal' });
});

t.test(
  'more given up than the goal allows, fewer are invited; never none instead of some',
  async (t) => {
    const given = { abandonmentRate: 0.06, abandonmentChats: 20 };
    t.match(paced(given), { limit: 5, because: 'feedback' });
    t.match(paced({ ...given, abandonmentChats: 19 }), { limit: 10, because: 'goal' });
    t.match(paced({ ...given, abandonmentRate: 1 }), { limit: 1, because: 'feedback' });
    t.match(paced({ ...given, waiting: 5 }), { limit: 0, because: 'waiting_chats' });
    t.match(paced(given, { optimizationTarget: 'BUSY_FACTOR', optimizationGoal: 60 }), {
      limit: 10,
    });
    // The cap comes last.
    t.match(paced(given, { maxInvitationsPerAgent: 1 }), { limit: 5 });
  },
);

t.test('PREDICTIVE_B has as many under way as bring the load that the slots bear', async (t) => {
  const predictive = { pacingAlgorithm: 'PREDICTIVE_B' } as const;
  const ten = { slots: 10, free: 10, readyAgents: 10 };
  const exact = (5.5294 * 30) / (300 * 0.3);
  t.equal(paced(ten, predictive).limit, Math.floor(exact));
  t.equal(paced({ ...ten, draw: 0 }, predictive).limit, Math.floor(exact) + 1);
  t.equal(paced({ ...ten, draw: 0.9 }, predictive).limit, 1);
  t.match(paced({ ...ten, waiting: 1 }, predictive), { limit: 0, because: 'waiting_chats' });
  t.match(paced({ ...ten, reactivePerSecond: 1 }, predictive), { limit: 0, because: 'reactive' });
  t.match(paced({ ...ten, slots: 0, readyAgents: 0 }, predictive), { because: 'no_agents' });
});

t.test('a dual algorithm limits reactive chats to what is not kept for invitations', async (t) => {
  const dual = { pacingAlgorithm: 'PREDICTIVE_B_DUAL', proactiveRatio: 50 } as const;
  const ten = { slots: 10, free: 10, readyAgents: 10 };
  t.equal(paced(ten, dual).reactiveState, 1);
  t.equal(paced({ ...ten, reactivePerSecond: 0.009 }, dual).reactiveState, 1);
  const { reactiveState, limit } = paced({ ...ten, reactivePerSecond: 0.1, draw: 0.999 }, dual);
  t.equal(reactiveState.toFixed(4), (5.5294 / 2 / 30).toFixed(4));
  t.equal(limit, Math.floor((5.5294 * 0.5 * 30) / 90));
  t.equal(
    paced({ slots: 0, free: 0, readyAgents: 0, reactivePerSecond: 1 }, dual).reactiveState,
    0,
  );
  t.equal(paced({ reactivePerSecond: 9 }).reactiveState, 1, 'without dual all are let through');
  const all = { ...dual, pacingAlgorithm: 'SUPER_PROGRESSIVE_DUAL', proactiveRatio: 100 } as const;
  t.match(paced({ reactivePerSecond: 9 }, all), { limit: 10, reactiveState: 0 });
});

t.test(
  'what is not known yet is assumed, and every invitation is taken to be accepted',
  async (t) => {
    const options = { historyLength: 100, assumedHandlingTime: 300 };
    const of = (known: number, chats: number, totalMs = 0) =>
      estimate({ ...NOTHING_MEASURED, engagements: { known, chats, totalMs } }, options);
    t.match(of(0, 0), { hitRate: 1, invitationSeconds: 30, handlingSeconds: 300 });
    t.equal(of(50, 10).hitRate, 15 / 55);
    t.equal(of(100, 30).hitRate, 0.3);
    t.equal(of(100, 0).hitRate, 0.02);
    t.equal(of(4, 0, 4000).invitationSeconds, 30);
    t.equal(of(5, 0, 50_000).invitationSeconds, 10);
    t.equal(estimate({ ...NOTHING_MEASURED, reactive: 90 }, options).reactivePerSecond, 0.1);
  },
);

t.test('the lots of ids are spread evenly', async (t) => {
  const draws = Array.from({ length: 4000 }, (_, n) => drawOf(`id-${n}`));
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = draws.filter((draw) => Math.floor(draw * 10) === tenth).length / draws.length;
    t.ok(share > 0.07 && share < 0.13, `${tenth}: ${share}`);
  }
});
