import t from 'tap';
import type { Event, Interaction } from '#src/domain/interactions/interaction.js';
import { create } from '#src/domain/interactions/transition.js';
import { CHANNELS } from '#src/domain/interactions/vocabulary.js';
import type { OptionValues } from '#src/domain/options/catalogue.js';
import { extend, type Timeline } from '#src/domain/options/timeline.js';
import {
  acceptCall,
  advanceChecked,
  always,
  displayed,
  engage,
  FIELDS,
  formCompleted,
  type Happening,
  options,
  REQUEST,
  SITUATIONS,
  T0,
  tell,
} from './support/lifecycle.js';

const OWN_QUEUES = {
  queueQualified: 'Q in',
  queueEngaged: 'Q engaged',
  queueAccepted: 'Q yes',
  queueRejected: 'Q no',
  queueTimeout: 'Q no answer',
  queueFailed: 'Q failed',
  queueMissed: 'Q missed',
} satisfies Partial<OptionValues>;

t.test('every placement goes to the queue that its option names', async (t) => {
  const queues: Record<string, string> = {
    Qualified: 'Q in',
    Engaged: 'Q engaged',
    Accepted: 'Q yes',
    Rejected: 'Q no',
    Timeout: 'Q no answer',
    Failed: 'Q failed',
    Missed: 'Q missed',
  };
  for (const happenings of Object.values(SITUATIONS)) {
    const { facts } = tell(happenings, always(OWN_QUEUES));
    for (const fact of facts) t.equal(fact.queue, queues[fact.to]);
  }
});

t.test(
  'a renamed queue takes later placements, and keeps nobody from where they are',
  async (t) => {
    const timeline = extend(always(), T0 + 1_500, options(OWN_QUEUES));
    const { interaction } = tell([[1_000, engage]], always());
    const shown = advanceChecked(interaction, displayed, timeline, T0 + 2_000);
    t.equal(shown.interaction.queue, 'Webengagement_Engaged');
    const accepted = advanceChecked(shown.interaction, acceptCall, timeline, T0 + 3_000);
    t.equal(accepted.interaction.queue, 'Q yes');
  },
);

t.test(
  'the channel is the given, else the built-in preset, else the requested, else chat',
  async (t) => {
    for (const given of [undefined, ...CHANNELS])
      for (const builtIn of [undefined, false, true])
        for (const preset of [null, ...CHANNELS])
          for (const requested of [null, ...CHANNELS]) {
            const timeline = always({ defaultEngagementChannel: preset });
            const event: Event = { type: 'engage', channel: given, builtIn };
            const { interaction } = tell([[1, event]], timeline, { channel: requested });
            const honoured = builtIn ? preset : null;
            t.equal(interaction.channel, given ?? honoured ?? requested ?? 'proactiveChat');
          }
  },
);

t.test(
  'an engagement that was not displayed in time is missed where a queue is set for it',
  async (t) => {
    for (const autoStop of [true, false])
      for (const situation of ['Qualified', 'Engaged'] as const) {
        const timeline = always({ autoStop, queueMissed: 'Never seen' });
        const happenings: readonly Happening[] = [...SITUATIONS[situation], [90_000, null]];
        const { interaction, facts } = tell(happenings, timeline);
        t.match(interaction, {
          state: 'Missed',
          queue: 'Never seen',
          dispositionCode: 'timeout',
          reason: 'engagement_expired',
          disposedAt: T0 + 30_000,
          stoppedAt: autoStop ? T0 + 30_000 : null,
        });
        t.equal(facts[facts.length - (autoStop ? 2 : 1)]?.type, 'interaction.missed');
      }
  },
);

t.test(
  'only an expiry before the display is missed, every other end goes where it went',
  async (t) => {
    for (const situation of [
      'abandoned',
      'cleaned',
      'erased',
      'not_engaged',
      'Rejected',
    ] as const) {
      const { interaction } = tell(SITUATIONS[situation], always({ queueMissed: 'Never seen' }));
      t.equal(interaction.state, situation === 'Rejected' ? 'Rejected' : 'Failed');
    }
  },
);

t.test('setting or unsetting the Missed queue moves nothing that is placed', async (t) => {
  const used = always({ queueMissed: 'Never seen' });
  for (const [before, after] of [
    [used, options()],
    [always(), options({ queueMissed: 'Never seen' })],
  ] as const) {
    const { interaction } = tell(SITUATIONS.expired, before);
    const timeline = extend(before, T0 + 40_000, after);
    t.equal(advanceChecked(interaction, null, timeline, T0 + 50_000).interaction, interaction);
  }
});

t.test('accepting and rejecting prove the display, a browser timeout does not', async (t) => {
  const displayedAfter = (type: 'acceptCall' | 'reject' | 'timeout'): number | null =>
    tell([...SITUATIONS.Engaged, [5_000, { type }]], always()).interaction.displayedAt;
  t.equal(displayedAfter('acceptCall'), T0 + 5_000);
  t.equal(displayedAfter('reject'), T0 + 5_000);
  t.equal(displayedAfter('timeout'), null);
  const { interaction } = tell(SITUATIONS.Pending, always());
  t.equal(interaction.displayedAt, T0 + 2_000, 'the first display stays');
});

t.test('auto-stop follows the option at the placement, not a later change', async (t) => {
  const { interaction } = tell(SITUATIONS.Rejected, always({ autoStop: false }));
  const timeline = extend(always({ autoStop: false }), T0 + 4_000, options({ autoStop: true }));
  t.equal(advanceChecked(interaction, null, timeline, T0 + 5_000).interaction.stoppedAt, null);
  for (const by of ['strategy', 'ops', 'system'] as const) {
    const stopped = advanceChecked(interaction, { type: 'stop', by }, timeline, T0 + 6_000);
    t.equal(stopped.interaction.stoppedAt, T0 + 6_000);
    t.equal(stopped.facts[0]?.by, by);
  }
});

t.test('stopping never ends the form clock', async (t) => {
  for (const autoStop of [true, false]) {
    const { interaction } = tell(
      [...SITUATIONS.Pending, [3_500, { type: 'stop', by: 'ops' }]],
      always({ autoStop }),
    );
    t.ok(interaction.stoppedAt);
    const complete = (now: number) => advanceChecked(interaction, formCompleted, always(), now);
    t.equal(complete(T0 + 122_999).interaction.form?.status, 'completed');
    t.equal(complete(T0 + 123_000).interaction.form?.status, 'completed_late');
    const expired = advanceChecked(interaction, null, always(), T0 + 500_000);
    t.match(expired.facts, [{ type: 'registration_form.expired', at: T0 + 123_000, by: 'clock' }]);
  }
});

t.test('completed fields are kept in the form and merged into the user data', async (t) => {
  const fields = { ...FIELDS, FirstName: 'Ada Augusta' };
  for (const at of [4_000, 200_000]) {
    const { interaction } = tell(
      [...SITUATIONS.Pending, [at, { type: 'formCompleted', fields }]],
      always(),
      { userData: { FirstName: 'Ada', Size: '8' } },
    );
    t.strictSame(interaction.form?.fields, fields);
    t.equal(interaction.form?.completedAt, T0 + at);
    t.strictSame(interaction.userData, { ...fields, Size: '8' });
    t.equal(interaction.queue, 'Webengagement_Accepted');
  }
});

t.test('a callback form needs a phone number, in its fields or in the user data', async (t) => {
  const fill = (
    channel: (typeof CHANNELS)[number],
    fields: Record<string, string>,
    userData: Record<string, string>,
    phoneNumber = 'PhoneNumber',
  ): string | undefined => {
    const called: Event = { type: 'engage', channel };
    const { interaction } = tell(
      [
        [1, called],
        [2, acceptCall],
      ],
      always(),
      { userData },
    );
    const timeline = extend(always(), T0 + 3, options({ phoneNumber }));
    const event: Event = { type: 'formCompleted', fields };
    const { interaction: after, refusal } = advanceChecked(interaction, event, timeline, T0 + 9);
    return refusal ?? after.form?.status;
  };
  t.equal(fill('proactiveCallback', { PhoneNumber: '+44' }, {}), 'completed');
  t.equal(fill('proactiveCallback', {}, { PhoneNumber: '+44' }), 'completed');
  t.equal(fill('proactiveCallback', { Mobile: '+44' }, {}, 'Mobile'), 'completed');
  t.equal(fill('proactiveCallback', { PhoneNumber: '+44' }, {}, 'Mobile'), 'phone_number_required');
  t.equal(fill('proactiveCallback', {}, {}), 'phone_number_required');
  t.equal(fill('proactiveCallback', { PhoneNumber: ' ' }, {}), 'phone_number_required');
  t.equal(
    fill('proactiveCallback', { PhoneNumber: '' }, { PhoneNumber: '+44' }),
    'phone_number_required',
    'what the visitor emptied is empty',
  );
  t.equal(fill('proactiveCallback', {}, {}, 'constructor'), 'phone_number_required');
  t.equal(fill('proactiveChat', {}, {}), 'completed');
});

t.test('a late callback form needs a phone number too', async (t) => {
  const called: Event = { type: 'engage', channel: 'proactiveCallback' };
  const { interaction } = tell(
    [
      [1, called],
      [2, acceptCall],
      [300_000, null],
    ],
    always(),
  );
  const complete = (fields: Record<string, string>) =>
    advanceChecked(interaction, { type: 'formCompleted', fields }, always(), T0 + 300_001);
  t.equal(complete({}).refusal, 'phone_number_required');
  t.equal(complete(FIELDS).interaction.form?.status, 'completed_late');
});

const PERSONAL = {
  visitId: null,
  visitorId: null,
  visitorIdClaimed: false,
  pageId: null,
  pageUrl: null,
  invitation: null,
  reasonDetail: null,
  engagementRule: null,
  identity: null,
  caseData: {},
  userData: {},
};

t.test('erasure leaves nothing personal, and keeps the anonymous history', async (t) => {
  for (const [name, happenings] of Object.entries(SITUATIONS)) {
    const timeline = always({ autoStop: name.length % 2 === 0 });
    const { interaction, facts, now } = tell(happenings, timeline);
    const identity = { id: 'c1', key: 'EmailAddress', value: 'ada@example.com' };
    const known: Interaction = interaction.erasedAt ? interaction : { ...interaction, identity };
    const erased = advanceChecked(known, { type: 'erase' }, timeline, now + 1).interaction;
    t.match(erased, { ...PERSONAL, createdAt: T0, category: 'Cart' }, name);
    t.strictSame(erased.form?.fields ?? {}, {}, name);
    t.ok(erased.erasedAt, name);
    t.notMatch(JSON.stringify([erased, facts]), /ada|7946/i, name);
    const again = advanceChecked(erased, { type: 'erase' }, timeline, now + 2);
    t.equal(again.interaction, erased, 'a second erasure changes nothing');
  }
});

const LATE_EVENTS: readonly Event[] = [
  engage,
  { type: 'noengage', detail: 'Ada again' },
  displayed,
  acceptCall,
  { type: 'reject' },
  { type: 'timeout' },
  formCompleted,
];

t.test('no later event brings personal data back to an erased interaction', async (t) => {
  const timeline: Timeline = always();
  for (const happenings of Object.values(SITUATIONS)) {
    const { interaction, now } = tell(happenings, timeline);
    const erased = advanceChecked(interaction, { type: 'erase' }, timeline, now + 1).interaction;
    for (const event of LATE_EVENTS)
      t.equal(advanceChecked(erased, event, timeline, now + 2).interaction, erased);
    const form = advanceChecked(erased, formCompleted, timeline, now + 2);
    t.ok(form.refusal);
  }
});

t.test('a history begins with the creation, by the site', async (t) => {
  const { facts, interaction } = create(REQUEST, options(), T0);
  t.strictSame(facts, [
    {
      sequence: 1,
      type: 'interaction.created',
      at: T0,
      by: 'site',
      from: null,
      to: 'Qualified',
      queue: 'Webengagement_Qualified',
      reason: null,
    },
  ]);
  t.equal(interaction.sequence, 1);
});
