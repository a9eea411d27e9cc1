import t from 'tap';
import { type AnyObject, KINDS, optionOf } from '#src/domain/objects/kinds.js';
import { plan, planInstallation } from '#src/domain/objects/plan.js';
import {
  ENGAGED_CLEAN,
  INSTALLATION,
  OWN_OBJECTS,
  OWN_VALUES,
} from '#src/domain/objects/shipped.js';
import { FILTER_SECTION, FILTERS, STATISTICS } from '#src/domain/objects/statistics.js';
import {
  byHand,
  COMPLETE,
  done,
  get,
  request,
  run,
  SERVER,
  told,
  without,
  withProperties,
} from './support/objects.js';

const MODES = [{ overwrite: false }, { overwrite: true }] as const;
const names = (objects: readonly AnyObject[]) => objects.map(({ name }) => name).sort();
const bag = (object: AnyObject) => object.properties as Readonly<Record<string, unknown>>;

t.test('a first start makes every object of the source, and nothing else', async (t) => {
  t.same(names(COMPLETE), [
    'Chat_Server',
    'Interaction_Server',
    'Stat_Server',
    'Web Engagement Categories',
    'Web Engagement Chat',
    'Web_Engagement_Cluster',
    'Web_Engagement_Server',
    'Webengagement_Accepted',
    'Webengagement_Accepted.Clean',
    'Webengagement_Accepted.Routing',
    'Webengagement_Chat',
    'Webengagement_Chat.ChatRouting.View',
    'Webengagement_Chat.Routing',
    'Webengagement_Engaged',
    'Webengagement_Engaged.Clean',
    'Webengagement_Engaged.Routing',
    'Webengagement_Failed',
    'Webengagement_Failed.Clean',
    'Webengagement_Failed.Routing',
    'Webengagement_Missed',
    'Webengagement_Missed.Clean',
    'Webengagement_Missed.Routing',
    'Webengagement_Qualified',
    'Webengagement_Qualified.EngagementLogic.View',
    'Webengagement_Qualified.Routing',
    'Webengagement_Rejected',
    'Webengagement_Rejected.Clean',
    'Webengagement_Rejected.Routing',
    'Webengagement_Timeout',
    'Webengagement_Timeout.Clean',
    'Webengagement_Timeout.Routing',
  ]);
  t.ok(COMPLETE.every(({ version, provisioned }) => version === 1 && provisioned));
  const categories = get(COMPLETE, 'business-attributes', 'Web Engagement Categories');
  for (const category of Object.keys(categories.properties.values))
    t.match(category, /^PlayGround-/, 'categories carry the prefix of the sample application');
  t.same(get(COMPLETE, 'agent-groups', 'Web Engagement Chat').properties.agents, []);
});

t.test('a first start sets the options of the three servers around the queues', async (t) => {
  const options = (name: string) => get(COMPLETE, 'applications', name).properties.options;
  t.equal(optionOf(options('Chat_Server'), 'endpoints:1', 'webme'), 'Webengagement_Chat');
  t.equal(optionOf(options(SERVER), 'chat', 'queueKey'), '1:webme');
  const sections = options('Stat_Server');
  t.same(Object.keys(sections).sort(), [...Object.keys(STATISTICS), FILTER_SECTION].sort());
  t.same(Object.keys(sections[FILTER_SECTION] ?? {}).sort(), Object.keys(FILTERS).sort());
});

t.test('a first start takes the queues that are there already, with their versions', async (t) => {
  const seed: AnyObject = {
    ...byHand('interaction-queues', 'Webengagement_Failed', {}),
    provisioned: true,
  };
  const planned = done(planInstallation([seed], request()));
  const own = planned.writes.filter(({ before }) => before !== undefined);
  t.same(
    own.map(({ after }) => [after?.name, after?.version]),
    [['Webengagement_Failed', 2]],
  );
  t.equal(planned.writes.length, COMPLETE.length);
});

t.test('a first start names the server application as the configuration does', async (t) => {
  const planned = done(planInstallation([], request({ application: 'Shop', tenantId: 7 })));
  const server = planned.writes.find(({ after }) => after?.name === 'Shop')?.after;
  t.match(server?.properties, { options: { chat: { queueKey: '7:webme' } } });
  t.match(planInstallation([], request({ application: 'Chat_Server' })), {
    ok: false,
    detail: /choose another APPLICATION_NAME/,
  });
});

t.test('a complete installation is left as it is, in either mode', async (t) => {
  for (const mode of MODES) {
    const { planned } = run(COMPLETE, mode);
    t.same(planned.writes, []);
    t.same(
      told(planned).map(({ name, action }) => [name, action]),
      [['Case Data', 'skipped']],
    );
  }
});

t.test('lines come kind by kind, one for each object', async (t) => {
  const { lines } = run(COMPLETE).planned;
  const ranks = lines.map(({ kind }) => KINDS.indexOf(kind));
  t.same(
    ranks,
    [...ranks].sort((a, b) => a - b),
  );
  t.equal(new Set(lines.map(({ kind, name }) => `${kind} ${name}`)).size, lines.length);
});

t.test('every single object that is missing is made again, and it alone', async (t) => {
  const makes = [
    ...OWN_OBJECTS,
    { kind: 'business-attributes', name: 'Web Engagement Categories' },
  ];
  for (const mode of MODES)
    for (const { kind, name } of makes) {
      const { planned, objects } = run(without(COMPLETE, name), mode);
      t.match(
        told(planned).filter(({ action }) => action !== 'skipped'),
        [{ kind, name, action: 'created' }],
      );
      t.same(names(objects), names(COMPLETE));
    }
});

t.test(
  'every property of every own object: kept by default, replaced with overwrite',
  async (t) => {
    for (const { kind, name, properties } of OWN_OBJECTS)
      for (const [property, value] of Object.entries(properties)) {
        const wrong =
          property === 'queue' ? 'Webengagement_Other' : property === 'agents' ? ['ada'] : 'wrong';
        const start = withProperties(COMPLETE, kind, name, { [property]: wrong });
        const where = `${name} ${property}`;
        const corrected = run(start);
        const now = bag(get(corrected.objects, kind, name) as unknown as AnyObject)[property];
        t.same(now, property === 'queue' ? value : wrong, `${where} by default`);
        const replaced = run(start, { overwrite: true });
        const then = bag(get(replaced.objects, kind, name) as unknown as AnyObject)[property];
        t.same(then, property === 'agents' ? wrong : value, `${where} with overwrite`);
        const said = replaced.planned.lines.filter((line) => line.name === name);
        t.same(
          said.map(({ action }) => action),
          property === 'agents' ? ['unchanged'] : ['removed', 'created'],
          where,
        );
      }
  },
);

t.test('what is corrected or kept is named in its line', async (t) => {
  const view = 'Webengagement_Failed.Clean';
  const moved = withProperties(COMPLETE, 'interaction-queue-views', view, {
    queue: 'Webengagement_Chat',
    enabled: false,
  });
  const line = run(moved).planned.lines.find(({ name }) => name === view);
  t.equal(line?.action, 'corrected');
  t.equal(line?.detail, 'queue "Webengagement_Chat" → "Webengagement_Failed"');
  const tuned = withProperties(COMPLETE, 'interaction-queue-views', view, { enabled: false });
  const kept = run(tuned).planned.lines.find(({ name }) => name === view);
  t.same([kept?.action, kept?.detail], ['unchanged', 'keeps enabled']);
});

t.test('an object made by hand under one of our names is taken over', async (t) => {
  const queue = byHand('interaction-queues', 'Webengagement_Failed', { description: 'Mine.' });
  const start = [...without(COMPLETE, 'Webengagement_Failed'), queue];
  const { objects, planned } = run(start);
  t.match(told(planned)[1], { action: 'corrected', detail: 'made by hand, taken over' });
  t.match(get(objects, 'interaction-queues', 'Webengagement_Failed'), {
    provisioned: true,
    properties: { description: 'Mine.' },
  });
});

t.test(
  'own values of a business attribute are added by default, replaced with overwrite',
  async (t) => {
    const attribute = 'Web Engagement Categories';
    const values = {
      'PlayGround-Cart': { displayName: 'Renamed' },
      'PlayGround-Mine': { displayName: 'Mine' },
      Shoes: { displayName: 'Shoes' },
    };
    const start = withProperties(COMPLETE, 'business-attributes', attribute, { values });
    const own = OWN_VALUES[0]?.values ?? {};
    const added = get(run(start).objects, 'business-attributes', attribute).properties.values;
    t.same(added, { ...own, ...values });
    const replaced = run(start, { overwrite: true });
    const after = get(replaced.objects, 'business-attributes', attribute).properties.values;
    t.same(after, { ...values, ...own }, 'values that are not ours stay');
    t.match(
      replaced.planned.lines.find(({ name }) => name === attribute)?.detail,
      /PlayGround-Cart replaced$/,
    );
  },
);

t.test('Case Data is never made; its two values are added where it exists', async (t) => {
  const attribute = byHand('business-attributes', 'Case Data', {
    displayName: 'Case Data',
    values: { Segment: { displayName: 'Segment' } },
  });
  for (const mode of MODES) {
    t.notOk(names(run(COMPLETE, mode).objects).includes('Case Data'));
    const { objects, planned } = run([...COMPLETE, attribute], mode);
    const after = get(objects, 'business-attributes', 'Case Data');
    t.match(after.properties.values, {
      Segment: { displayName: 'Segment' },
      'WebEngagement.CurrentWebPage': { displayName: 'Current Web Page' },
      'WebEngagement.EngagementStartPage': { displayName: 'Engagement Start Page' },
    });
    t.equal(after.provisioned, false, 'it stays what somebody else made');
    t.match(told(planned), [{ name: 'Case Data', action: 'corrected' }]);
  }
});

t.test(
  'the clean view of Engaged is made with the time in force; overwrite resets it',
  async (t) => {
    const start = without(COMPLETE, ENGAGED_CLEAN);
    const seconds = (overwrite: boolean) =>
      get(
        run(start, { overwrite, abandonedSeconds: 90 }).objects,
        'interaction-queue-views',
        ENGAGED_CLEAN,
      ).properties.condition.minTimeInQueueSeconds;
    t.equal(seconds(false), 90);
    t.equal(seconds(true), 600);
  },
);

t.test('an unknown application is refused with the names of those that exist', async (t) => {
  t.match(plan(COMPLETE, request({ application: 'Shop' })), {
    ok: false,
    code: 'unknown_application',
    detail: /"Shop".*Web_Engagement_Server, Web_Engagement_Cluster/,
  });
  t.match(plan([], request()), { ok: false, detail: /there are: none/ });
});

t.test('an application of another type is refused by that type', async (t) => {
  for (const { name, properties } of INSTALLATION.slice(1))
    t.match(plan(COMPLETE, request({ application: name })), {
      ok: false,
      code: 'prerequisite_missing',
      detail: new RegExp(`is an? ${properties.type};`),
    });
});

t.test('each missing connection that is a prerequisite is refused by name', async (t) => {
  const cases = [
    [SERVER, ['Stat_Server', 'Web_Engagement_Cluster'], /not connected to an Interaction Server/],
    [SERVER, ['Interaction_Server', 'Web_Engagement_Cluster'], /not connected to a Stat Server/],
    [SERVER, ['Interaction_Server', 'Stat_Server'], /not connected to a Web Engagement Cluster/],
    ['Web_Engagement_Cluster', ['Chat_Server'], /Web_Engagement_Cluster is not .* Stat Server/],
  ] as const;
  for (const [name, connections, detail] of cases)
    t.match(plan(withProperties(COMPLETE, 'applications', name, { connections }), request()), {
      ok: false,
      code: 'prerequisite_missing',
      detail,
    });
});

t.test('a server between two clusters is refused: nobody knows which one is meant', async (t) => {
  const second = byHand('applications', 'Second', {
    type: 'Web Engagement Cluster',
    connections: ['Stat_Server'],
    options: {},
  });
  const { connections } = get(COMPLETE, 'applications', SERVER).properties;
  const start = withProperties([...COMPLETE, second], 'applications', SERVER, {
    connections: [...connections, 'Second'],
  });
  t.match(plan(start, request()), {
    ok: false,
    detail: /several .*Web_Engagement_Cluster, Second/,
  });
});
