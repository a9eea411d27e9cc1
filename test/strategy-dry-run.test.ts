import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import type { Rules } from '#src/domain/rules/schema.js';
import { createStrategyHand, doing, example } from './support/scxml-service.js';
import { createWorld, type Json } from './support/strategy-service.js';

const world = await createWorld(t, { STRATEGY: '' });
const { push, route } = createStrategyHand(world);
const tryOut = async (name: string, body: object): Promise<Json> =>
  (await world.ask('POST', `/admin/strategies/${name}/dry-run`, body)).body;

await push('shop', example('engagement-logic'));
const interaction = { userData: { EmailAddress: 'ann@shop.example' } };
const noon = '2030-03-18T11:00:00.000Z';

t.test(
  'a dry run says what would be decided, what was asked, and which states were passed',
  async (t) => {
    const body = {
      interaction,
      at: noon,
      answers: [{ fetch: 'https://crm', body: { tier: 'gold' } }],
    };
    const tried = await tryOut('shop', body);
    t.match(tried, {
      decision: 'engage',
      channel: 'proactiveChat',
      how: 'final',
      states: ['done'],
      version: 1,
      actions: [
        {
          type: 'fetch',
          asked: 'GET https://crm.example.com/customers/ann%40shop.example',
          answer: 'session.fetch.done',
          file: 'src-gen/workflows/customer.scxml',
        },
        { type: 'fetch', asked: /gateway\/engage$/, answer: 'session.fetch.done' },
      ],
    });
    const entered = tried.trace.flatMap(({ entered: ids }: Json) => ids);
    for (const id of ['waiting', 'hours', 'Customer.ask', 'judge', 'engage', 'done'])
      t.ok(entered.includes(id), id);
    t.match(JSON.stringify(tried.trace), /hour in Berlin: 12/);
    const places = tried.trace.flatMap(({ transitions }: Json) => transitions);
    t.ok(places.some(({ file, line }: Json) => file.endsWith('IPD_engagement.scxml') && line > 1));
    const { body: list } = await world.ask('GET', '/admin/interactions');
    t.same(list.items, [], 'and nothing is stored');
  },
);

t.test('answers are scripted: a status, nobody, and the hour of the day', async (t) => {
  const failed = await tryOut('shop', { interaction, at: noon, answers: [{ status: 503 }] });
  t.match(failed, { decision: 'engage', actions: [{ answer: 'error.session.fetch' }, {}] });
  const blocked = { interaction, at: noon, answers: [{ body: { blocked: true } }] };
  t.match(await tryOut('shop', blocked), {
    decision: 'noengage',
    reason: 'the customer asked not to be invited',
  });
  t.match(await tryOut('shop', { interaction, at: '2030-03-18T22:00:00.000Z' }), {
    decision: 'noengage',
    reason: 'nobody is there at this hour',
    actions: [{ asked: /noengage$/ }],
  });
});

t.test(
  'routing is tried on a chat, or as if: targets that take it, and those that do not',
  async (t) => {
    await push('routing', example('chat-routing'));
    await world.ask('PUT', '/admin/options/chat.whenNoAgents', { value: 'queue' });
    await route('Webengagement_Chat', 'none');
    const { body: chat } = await world.ask('POST', '/chats', { visitId: 'v-chat' });
    const body = { chatId: chat.id, answers: [{ submit: 'Web Engagement Chat', agent: 'ann' }] };
    t.match(await tryOut('routing', body), {
      decision: 'route',
      route: { group: 'Web Engagement Chat', priority: 20 },
      userData: { Overflow: 'true' },
      actions: [
        { type: 'submit', answer: 'error.queue.submit' },
        { type: 'setuData', asked: 'Overflow' },
        { type: 'submit', answer: 'queue.submit.done' },
        { type: 'redirect', asked: 'ann' },
      ],
    });
    t.match(await tryOut('routing', { chatId: chat.id }), {
      actions: [{}, {}, {}, { type: 'terminate', asked: 'nobody came' }],
    });
  },
);

t.test('delays pass at once, and a limit is told with its trace', async (t) => {
  const delay = `<state id="do"><onentry><send event="'late'" delay="'3600s'"/></onentry><transition event="late" target="end"/></state>`;
  await push('slow', doing('').replace(/<state id="do">[\s\S]*<\/state>/, delay));
  t.match(await tryOut('slow', {}), { how: 'final', decision: null });
  await push('slow', doing('<script>for (;;) {}</script>'));
  const killed = await tryOut('slow', {});
  // Which of the two is met first depends on how fast the machine is.
  t.match(killed, { how: 'killed', limit: /^(interrupts|evaluationMs)$/, decision: null });
  t.match((await tryOut('slow', { interaction, interactionId: 'x' })).code, 'validation_failed');
  t.equal((await world.ask('POST', '/admin/strategies/none/dry-run', {})).status, 404);
});

/** The rules, and the same in the words of a document. */
const RULES: Rules = [
  {
    name: 'no boots',
    when: { category: ['Boots'] },
    result: { decision: 'noengage', reason: 'no boots' },
  },
  {
    name: 'vip',
    when: { userData: { Segment: { is: ['vip', 'gold'] } } },
    result: { decision: 'engage', channel: 'proactiveCallback' },
  },
  {
    name: 'checkout',
    when: { pageUrl: ['https://shop.example/checkout*'] },
    result: { decision: 'engage', channel: 'proactiveChat' },
  },
  { name: 'others', result: { decision: 'noengage', reason: 'nothing speaks for it' } },
];
const WORDS = doing(
  `<script>
    var it = _genesys.ixn.interactions[0], data = it.udata, page = data['WebEngagement.CurrentWebPage'] || '';
    if (it.category == 'Boots') decide('noengage', { reason: 'no boots' });
    else if (data.Segment == 'vip' || data.Segment == 'gold') decide('engage', { channel: 'proactiveCallback' });
    else if (page.indexOf('https://shop.example/checkout') == 0) decide('engage', { channel: 'proactiveChat' });
    else decide('noengage', { reason: 'nothing speaks for it' });
  </script>
  <session:fetch requestid="_data.r" method="'post'" srcexpr="'http://localhost/server/data/gateway/' + _data.type">
    <content _expr="JSON.stringify(_data.body)"/>
  </session:fetch>`,
  `function decide(type, members) {
    _data.type = type;
    _data.body = type == 'engage' ? { ixnProfile: members } : { cancelData: members };
  }`,
);

t.test('rules written as a document decide as the rules, on whatever comes', async (t) => {
  await push('words', WORDS);
  await world.ask('PUT', '/admin/strategies/engagement-logic', { rules: RULES });
  const situations = fc.record(
    {
      category: fc.constantFrom('Boots', 'Shoes', 'boots'),
      pageUrl: fc.constantFrom(
        'https://shop.example/checkout/2',
        'https://shop.example/checkout',
        'https://shop.example/cart',
        'https://shop.example/en/checkout',
      ),
      userData: fc.dictionary(
        fc.constantFrom('Segment', 'Other'),
        fc.constantFrom('vip', 'gold', 'VIP', ''),
        { maxKeys: 2 },
      ),
      channel: fc.constantFrom('proactiveChat', 'proactiveCallback'),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(situations, async (situation) => {
      await route('Webengagement_Qualified', 'none');
      const { id } = await world.create(situation);
      const [rules, words] = await Promise.all([
        tryOut('engagement-logic', { interactionId: id }),
        tryOut('words', { interactionId: id }),
      ]);
      t.same(
        [words.decision, words.channel ?? null, words.reason ?? null],
        [rules.decision, rules.channel, rules.reason],
        JSON.stringify(situation),
      );
    }),
    { numRuns: 40, seed: 7 },
  );
});

t.test(
  'only so many dry runs are under way: one more is refused, and told when to ask',
  async (t) => {
    const { most } = LIMITS.dryRuns;
    const run = () => world.ask('POST', '/admin/strategies/shop/dry-run', { interaction });
    const answers = await Promise.all(Array.from({ length: 2 * most }, run));
    const refused = answers.filter(({ status }) => status !== 200);
    t.ok(refused.length > 0 && refused.length <= most);
    for (const { status, body } of refused) t.match([status, body.code], [503, 'overloaded']);
    t.equal((await run()).status, 200);
  },
);
