import fc from 'fast-check';
import t from 'tap';
import { type AnyObject, type Kind, optionOf, type Sections } from '#src/domain/objects/kinds.js';
import { OWN_OBJECTS, OWN_VALUES } from '#src/domain/objects/shipped.js';
import { FILTER_SECTION, FILTERS, STATISTICS } from '#src/domain/objects/statistics.js';
import { checkChatEndpoints, checkInstallation } from '#src/domain/objects/topology.js';
import {
  byHand,
  COMPLETE,
  get,
  run,
  SERVER,
  told,
  without,
  withProperties,
} from './support/objects.js';

const MODES = [{ overwrite: false }, { overwrite: true }] as const;
const chatServer = (name: string) =>
  byHand('applications', name, { type: 'Chat Server', connections: [], options: {} });
const optionsOf = (objects: readonly AnyObject[], name: string): Sections =>
  get(objects, 'applications', name).properties.options;
const withOptions = (name: string, options: Sections, objects = COMPLETE) =>
  withProperties(objects, 'applications', name, { options });

/** The installation with the Chat Servers of these names behind an Application Cluster. */
function clustered(...names: readonly string[]): readonly AnyObject[] {
  const cluster = byHand('applications', 'Chat_Cluster', {
    type: 'Application Cluster',
    connections: names,
    options: {},
  });
  return withProperties(
    [...without(COMPLETE, 'Chat_Server'), ...names.map(chatServer), cluster],
    'applications',
    'Web_Engagement_Cluster',
    { connections: ['Chat_Cluster', 'Stat_Server'] },
  );
}

t.test('the chat endpoint is set on every Chat Server behind an Application Cluster', async (t) => {
  for (const mode of MODES) {
    const { objects, planned } = run(clustered('Chat_A', 'Chat_B'), mode);
    for (const name of ['Chat_A', 'Chat_B'])
      t.equal(optionOf(optionsOf(objects, name), 'endpoints:1', 'webme'), 'Webengagement_Chat');
    t.same(
      told(planned).map(({ name, action }) => `${name} ${action}`),
      ['Case Data skipped', 'Chat_A corrected', 'Chat_B corrected'],
    );
  }
});

t.test('without any Chat Server the endpoint is skipped, and the line says so', async (t) => {
  for (const mode of MODES) {
    const { planned } = run(clustered(), mode);
    t.match(told(planned)[1], {
      kind: 'applications',
      name: 'Chat Server',
      action: 'skipped',
      detail: /no Chat Server, directly or through an Application Cluster/,
    });
  }
});

t.test(
  'a wrong endpoint or queue key is corrected in either mode; other options stay',
  async (t) => {
    for (const mode of MODES) {
      const chat = withOptions('Chat_Server', {
        'endpoints:1': { webme: 'Elsewhere', other: 'Mine' },
        settings: { timeout: '5' },
      });
      const { objects, planned } = run(chat, mode);
      t.same(optionsOf(objects, 'Chat_Server'), {
        'endpoints:1': { webme: 'Webengagement_Chat', other: 'Mine' },
        settings: { timeout: '5' },
      });
      t.equal(
        told(planned)[1]?.detail,
        'webme in section endpoints:1 "Elsewhere" → "Webengagement_Chat"',
      );
      const key = run(withOptions(SERVER, { chat: { queueKey: '2:webme' } }), mode);
      t.equal(optionOf(optionsOf(key.objects, SERVER), 'chat', 'queueKey'), '1:webme');
    }
  },
);

t.test('another tenant gets an endpoint section of its own', async (t) => {
  const { objects } = run(COMPLETE, { tenantId: 7 });
  t.same(Object.keys(optionsOf(objects, 'Chat_Server')), ['endpoints:1', 'endpoints:7']);
  t.equal(optionOf(optionsOf(objects, SERVER), 'chat', 'queueKey'), '7:webme');
});

t.test('every single statistic and filter that is missing is added, and it alone', async (t) => {
  const complete = optionsOf(COMPLETE, 'Stat_Server');
  for (const mode of MODES) {
    for (const name of Object.keys(STATISTICS)) {
      const { [name]: _, ...rest } = complete;
      const { objects, planned } = run(withOptions('Stat_Server', rest), mode);
      t.same(optionsOf(objects, 'Stat_Server'), complete);
      t.equal(told(planned)[1]?.detail, `statistic ${name} added`);
    }
    for (const name of Object.keys(FILTERS)) {
      const { [name]: _, ...rest } = complete[FILTER_SECTION] ?? {};
      const start = withOptions('Stat_Server', { ...complete, [FILTER_SECTION]: rest });
      const { objects, planned } = run(start, mode);
      t.same(optionsOf(objects, 'Stat_Server'), complete);
      t.equal(told(planned)[1]?.detail, `filter ${name} added`);
    }
  }
});

t.test(
  'a statistic with another body is kept by default and replaced with overwrite',
  async (t) => {
    const complete = optionsOf(COMPLETE, 'Stat_Server');
    for (const [name, body] of Object.entries(STATISTICS))
      for (const own of [{ ...body, Category: 'MaxNumber' }, { ...body, RelMask: '*' }, {}]) {
        const start = withOptions('Stat_Server', {
          ...complete,
          [name]: own,
          Mine: { Category: 'X' },
        });
        const kept = run(start);
        t.same(optionsOf(kept.objects, 'Stat_Server')[name], own);
        t.equal(
          kept.planned.lines.find((line) => line.name === 'Stat_Server')?.detail,
          `keeps its own statistic ${name}`,
        );
        const replaced = optionsOf(run(start, { overwrite: true }).objects, 'Stat_Server');
        t.same(replaced, { ...complete, Mine: { Category: 'X' } });
      }
  },
);

t.test(
  'a filter with another expression is kept by default and replaced with overwrite',
  async (t) => {
    const complete = optionsOf(COMPLETE, 'Stat_Server');
    for (const name of Object.keys(FILTERS)) {
      const filters = { ...complete[FILTER_SECTION], [name]: 'MediaType=email', Mine: 'x' };
      const start = withOptions('Stat_Server', { ...complete, [FILTER_SECTION]: filters });
      t.same(optionsOf(run(start).objects, 'Stat_Server')[FILTER_SECTION], filters);
      t.same(optionsOf(run(start, { overwrite: true }).objects, 'Stat_Server')[FILTER_SECTION], {
        ...FILTERS,
        Mine: 'x',
      });
    }
  },
);

t.test('the Stat Server that gets the definitions is the one of the cluster', async (t) => {
  const stat = byHand('applications', 'Stat_2', {
    type: 'Stat Server',
    connections: [],
    options: {},
  });
  const start = withProperties([...COMPLETE, stat], 'applications', 'Web_Engagement_Cluster', {
    connections: ['Chat_Server', 'Stat_2'],
  });
  t.match(told(run(start).planned)[1], { name: 'Stat_2', action: 'corrected' });
});

t.test('a check says in what way queue key, endpoint and queue do not fit together', async (t) => {
  t.same(checkChatEndpoints(COMPLETE), []);
  const cases: readonly (readonly [readonly AnyObject[], RegExp])[] = [
    [withOptions(SERVER, {}), /has no option queueKey/],
    [withOptions(SERVER, { chat: { queueKey: 'webme' } }), /"webme" .* is not <tenant>:<endpoint>/],
    [withOptions(SERVER, { chat: { queueKey: '2:webme' } }), /not in section endpoints:2/],
    [withOptions('Chat_Server', {}), /not in section endpoints:1 of Chat_Server/],
    [
      withOptions('Chat_Server', { 'endpoints:1': { webme: 'Nowhere' } }),
      /leads to "Nowhere", which is no interaction queue/,
    ],
    [clustered('Chat_A'), /not in section endpoints:1 of Chat_A/],
  ];
  for (const [objects, sentence] of cases) {
    const [first = '', ...more] = checkChatEndpoints(objects);
    t.match(first, sentence);
    t.same(more, []);
  }
});

t.test('a check says when the process is no longer what was provisioned', async (t) => {
  t.same(checkInstallation(COMPLETE, { application: SERVER, tenantId: 1 }), []);
  t.match(checkInstallation(COMPLETE, { application: SERVER, tenantId: 2 }), [
    /^TENANT_ID is 2, and the queueKey of Web_Engagement_Server is of tenant 1; run the Prov/,
  ]);
  for (const application of ['Shop', 'Chat_Server'])
    t.match(checkInstallation(COMPLETE, { application, tenantId: 1 }), [
      /there is no Web Engagement Server application of that name/,
    ]);
});

/** Everything of ours, by the key of the object that holds it. */
const OURS = new Set([
  ...OWN_OBJECTS.map(({ kind, name }) => `${kind}/${name}`),
  ...OWN_VALUES.map(({ attribute }) => `business-attributes/${attribute}`),
  ...['Chat_Server', 'Stat_Server', SERVER].map((name) => `applications/${name}`),
]);
const keyOf = ({ kind, name }: { kind: Kind; name: string }): string => `${kind}/${name}`;

const foreign = fc.constantFrom<AnyObject>(
  byHand('interaction-queues', 'My_Queue', { description: 'Mine.' }),
  byHand('interaction-queue-views', 'My_Queue.Clean', {
    queue: 'My_Queue',
    condition: { minTimeInQueueSeconds: 5 },
    order: 'newest_first',
    enabled: false,
    checkIntervalSeconds: 5,
  }),
  byHand('business-attributes', 'Segments', { displayName: 'Segments', values: {} }),
  byHand('business-attributes', 'Case Data', { displayName: 'Case Data', values: {} }),
  byHand('agent-groups', 'Web Engagement Voice', { agents: ['ada'] }),
  byHand('enhanced-routing', 'Mine.Routing', {
    queue: 'Webengagement_Failed',
    annex: { Application: { url: 'none' } },
  }),
  chatServer('Chat_Other'),
);

const damage = fc.constantFrom<(object: AnyObject) => AnyObject | null>(
  () => null,
  (object) => ({ ...object, provisioned: false }),
  (object) =>
    ({ ...object, properties: { ...object.properties, description: 'changed' } }) as AnyObject,
  (object) =>
    'queue' in object.properties
      ? ({ ...object, properties: { ...object.properties, queue: 'My_Queue' } } as AnyObject)
      : object,
  (object) =>
    object.kind === 'applications'
      ? {
          ...object,
          properties: {
            ...object.properties,
            options: { chat: { queueKey: 'x' }, Mine: { a: 'b' } },
          },
        }
      : object,
);

t.test(
  'whatever happened to an installation, a run completes it and touches nothing foreign',
  async () => {
    const needed = new Set([SERVER, 'Web_Engagement_Cluster', 'Interaction_Server', 'Stat_Server']);
    fc.assert(
      fc.property(
        fc.uniqueArray(foreign, { selector: keyOf }),
        fc.array(fc.tuple(fc.nat(COMPLETE.length - 1), damage), { maxLength: 12 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        (additions, damages, overwrite, tenantId) => {
          const start = new Map([...COMPLETE, ...additions].map((each) => [keyOf(each), each]));
          for (const [index, harm] of damages) {
            const victim = COMPLETE[index];
            if (victim === undefined || !start.has(keyOf(victim))) continue;
            const harmed = harm(victim);
            if (harmed) start.set(keyOf(victim), harmed);
            else if (!needed.has(victim.name)) start.delete(keyOf(victim));
          }
          const before = [...start.values()];
          const { objects } = run(before, { overwrite, tenantId });
          for (const object of before)
            if (!OURS.has(keyOf(object)) && !objects.includes(object))
              throw new Error(`${keyOf(object)} was touched`);
          const isRouted = before.some(({ name }) => name === 'Mine.Routing');
          for (const { kind, name } of OWN_OBJECTS)
            if (!isRouted || name !== 'Webengagement_Failed.Routing') get(objects, kind, name);
          for (const object of before) {
            if (object.kind !== 'applications') continue;
            const options = optionsOf(objects, object.name);
            for (const [section, entries] of Object.entries(object.properties.options))
              if (section === 'Mine' && options[section] !== entries)
                throw new Error(`${section} of ${object.name} was touched`);
          }
        },
      ),
      { numRuns: 300 },
    );
  },
);
