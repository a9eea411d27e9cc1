import t from 'tap';
import { compile } from '#src/scxml/compile.js';
import type { Action, SessionEvent } from '#src/scxml/host.js';
import { interaction, opening, ors, runOrs, single } from './support/scxml.js';

// Each construct of the dialect of 2009 by itself.

/** Ends in `pass` when the condition holds after the content was performed. */
const holds = (content: string, cond: string): string =>
  ors(`<state id="s"><onentry>${content}</onentry>
    <transition cond="${cond}" target="pass"/><transition target="fail"/></state>
    <final id="pass"/><final id="fail"/>`);

t.test('attributes of send and cancel are expressions', async (t) => {
  const { states, trace } = await runOrs(
    t,
    ors(`<datamodel><data id="late"/></datamodel><script>var name = 'ping', soon = 1;</script>
      <state id="s">
        <onentry>
          <send event="'never'" delay="'1s'" sendid="_data.late"/>
          <send event="name + '.' + soon" delay="(soon + 1) + 's'" target="'#_scxml_' + _sessionid" type="'scxml'"/>
          <cancel sendid="_data.late"/>
        </onentry>
        <transition event="ping.1" target="pass"/><transition event="never" target="fail"/>
      </state>
      <final id="pass"/><final id="fail"/>`),
  );
  t.strictSame(states, ['pass']);
  t.strictSame(
    trace.map(({ event }) => event),
    [null, 'ping.1'],
  );
});

t.test('_data is an object of its own, beside globals of the same name', async (t) => {
  const text = holds(
    `<script>var x = 'global';</script><assign location="_data.x" expr="'data'"/>`,
    "x === 'global' &amp;&amp; _data.x === 'data'",
  );
  t.strictSame((await runOrs(t, text)).states, ['pass']);
});

t.test('what a script declares is global to the session', async (t) => {
  const text = holds(
    '<script>var list = [1]; function add(n) { list.push(n); }</script><script>add(2);</script>',
    'list.length === 2',
  );
  t.strictSame((await runOrs(t, text)).states, ['pass']);
});

t.test('raise takes params, content _expr, log its levels', async (t) => {
  const { states, log } = await runOrs(
    t,
    ors(`<state id="s">
        <onentry>
          <raise event="with.params"><param name="a" expr="1 + 1"/></raise>
          <log level="1" expr="'loud'"/><log level="'4'" label="'note'" expr="[1]"/>
        </onentry>
        <transition event="with.params" cond="_event.data.a === 2" target="c"/>
      </state>
      <state id="c">
        <onentry><raise event="'with.content'"><content _expr="({ b: [3] })"/></raise></onentry>
        <transition event="with.content" cond="_event.data.b[0] === 3" target="pass"/>
      </state>
      <final id="pass"/>`),
  );
  t.strictSame(states, ['pass']);
  t.strictSame(log, ['[alarm] loud', '[trace] note: [1]']);
});

t.test('the functions of the original are there', async (t) => {
  const { states, log } = await runOrs(
    t,
    ors(`<state id="s">
        <onentry>
          <script>__Log('from a script', 2); __Raise('own.event', { text: "{ 'n': 5 }" });</script>
          <log expr="__GetDocumentURL() + ' ' + __GetCurrentStates() + ' ' + In('s') + In('t')"/>
        </onentry>
        <transition event="own.event" target="pass">
          <log expr="eval('(' + _event.data.text + ')').n"/>
          <log expr="_event.toSource().indexOf('own.event') &gt; 0"/>
        </transition>
      </state>
      <final id="pass"/>`),
  );
  t.strictSame(states, ['pass']);
  t.strictSame(log, ['[2] from a script', 'main.scxml s truefalse', '5', 'true']);
});

t.test('what the dialect does not have here is refused, with its line', (t) => {
  const text = ors(
    `\n<state id="s"><history id="h"><transition target="a"/></history>\n<anchor/>
<state id="a"><onentry>\n<dialog:play xmlns:dialog="www.genesyslab.com/modules/dialog"/>
<c:classify xmlns:c="http://www.genesyslab.com/modules/classification"/>\n<queue:stop/></onentry></state></state>`,
  );
  const { chart, errors } = compile(single(text));
  t.equal(chart, null);
  t.match(errors, [
    { line: 4, detail: /<history>/ },
    { line: 5, detail: /<anchor>/ },
    { line: 7, detail: /<dialog:play>/ },
    { line: 8, detail: /<c:classify>/ },
    { line: 9, detail: /<queue:stop>/ },
  ]);
  t.end();
});

t.test('a literal event of send is a warning', (t) => {
  const { errors, warnings } = compile(
    single(ors(`<state id="s"><onentry><send event="my.event"/></onentry></state>`)),
  );
  t.strictSame(errors, []);
  t.match(warnings, [{ detail: /can decide/ }, { detail: /'my\.event' in quotes/ }]);
  t.end();
});

const ask = (element: string, done: string, onDone = ''): string =>
  ors(`<datamodel><data id="id"/></datamodel>
    <state id="s"><onentry>${element}</onentry>
      <transition event="${done}" target="pass">${onDone}</transition>
      <transition event="error" target="fail"><log expr="_event.name"/></transition></state>
    <final id="pass"/><final id="fail"/>`);

t.test('elements of the modules leave as actions, and answers are events', async (t) => {
  const cases: readonly {
    readonly element: string;
    readonly done: string;
    readonly action: Partial<Action>;
  }[] = [
    {
      element: `<session:fetch requestid="_data.id" srcexpr="'http://a.example/' + 1" method="post" timeout="1.5"
        enctype="'application/json'" headers="({ 'x-a': 1 })"><content>{"raw": true}</content></session:fetch>`,
      done: 'session.fetch.done',
      action: {
        type: 'fetch',
        url: 'http://a.example/1',
        method: 'POST',
        timeoutMs: 1500,
        enctype: 'application/json',
        headers: { 'x-a': '1' },
        content: '{"raw": true}',
      },
    },
    {
      element: `<queue:submit requestid="_data.id" interactionid="'ixn-1'" priority="5" timeout="60" clearontimeout="true">
        <queue:targets type="'agentgroup'"><queue:target name="'Sales@StatServer'"/><queue:target type="agent" name="'ann'"/></queue:targets>
        <queue:targets><queue:target type="skill" name="'English &gt; 3'"/></queue:targets></queue:submit>`,
      done: 'queue.submit.done',
      action: {
        type: 'submit',
        interactionId: 'ixn-1',
        priority: 5,
        timeoutMs: 60_000,
        clearOnTimeout: true,
        targets: [
          { kind: 'agentgroup', name: 'Sales', expression: null },
          { kind: 'agent', name: 'ann', expression: null },
          { kind: 'skill', name: 'English', expression: 'English > 3' },
        ],
      },
    },
    {
      element: `<queue:cancel requestid="'submit-1'"/>`,
      done: 'queue.cancel.done',
      action: { type: 'cancel', requestId: 'submit-1', interactionId: null },
    },
    {
      element: `<ixn:redirect requestid="_data.id" interactionid="_genesys.ixn.interactions" from="'queue'" to="({ agent: 'ann' }).agent"/>`,
      done: 'interaction.redirect.done',
      action: { type: 'redirect', from: 'queue', to: 'ann' },
    },
    {
      element: `<ixn:terminate interactionid="'ixn-1'" reason="'enough'"/>`,
      done: 'interaction.terminate.done',
      action: { type: 'terminate', interactionId: 'ixn-1', reason: 'enough' },
    },
    ...(['attach', 'detach'] as const).map((type) => ({
      element: `<ixn:${type} requestid="_data.id" interactionid="'ixn-1'"/>`,
      done: `interaction.${type}.done`,
      action: { type, interactionId: 'ixn-1' },
    })),
  ];
  for (const { element, done, action } of cases) {
    const text = ask(
      element,
      done,
      '<log expr="_data.id === undefined || _event.data.requestid === _data.id"/>',
    );
    const good = await runOrs(t, text, { answers: () => ({ name: done }) });
    t.strictSame(good.states, ['pass'], done);
    t.match(good.actions, [{ ordinal: 0, file: 'main.scxml', ...action }], done);
    t.strictSame(good.log, ['true'], 'the request has one id');
    const failure: SessionEvent = { name: `error.${done.replace(/\.done$/, '')}` };
    const bad = await runOrs(t, text, { answers: () => failure });
    t.strictSame(bad.states, ['fail']);
    t.strictSame(bad.log, [failure.name]);
  }
});

t.test('a submit tells its id before anything else', async (t) => {
  const text = ask(
    `<queue:submit interactionid="'ixn-1'"><queue:targets type="agent"><queue:target name="'a'"/></queue:targets></queue:submit>`,
    'queue.submit.requestid',
    '<log expr="_event.data.requestid + _event.data.interactionid"/>',
  );
  const { actions, log } = await runOrs(t, text);
  t.match(actions, [{ type: 'submit' }]);
  t.match(log, [/^session-1\.\d+ixn-1$/]);
});

t.test('an interaction is there from interaction.added on, by id and by 0', async (t) => {
  const { states, log } = await runOrs(
    t,
    ors(`<script>var before = _genesys.ixn.interactions[0];</script>
      <state id="s">
        <transition event="interaction.added" target="t">
          <log expr="before === undefined"/>
          <script>var one = _genesys.ixn.interactions[0];</script>
          <log expr="[one === _genesys.ixn.interactions['ixn-1'], one.g_uid, one.udata.k, one.msgbased, one.category, one.location, one.parentid, one.tenantid]"/>
          <log expr="(function () { var keys = []; for (var id in _genesys.ixn.interactions) keys.push(id); return keys; })()"/>
        </transition>
      </state>
      <state id="t"><transition event="interaction.present" target="pass"/></state>
      <final id="pass"/>`),
    { opening: opening({ interactions: [interaction({ k: 'v' })] }) },
  );
  t.strictSame(states, ['pass']);
  t.strictSame(log, ['true', '[true,"uid-1","v",true,"sales","Qualified",null,"1"]', '["ixn-1"]']);
});

t.test('user data change when they are stored, not when they are set', async (t) => {
  const { states, actions, log } = await runOrs(
    t,
    ors(`<state id="s">
        <transition event="interaction.present" target="t">
          <script>_genesys.ixn.setuData({ a: 'new' }, 'ixn-1'); _genesys.ixn.deleteuData('b');</script>
          <log expr="_genesys.ixn.getuData('a')"/>
        </transition>
      </state>
      <state id="t">
        <transition event="interaction.udata.changed" target="u"><log expr="_genesys.ixn.getuData().a"/></transition>
      </state>
      <state id="u"><transition event="interaction.deleted" target="pass">
        <log expr="typeof _genesys.ixn.interactions[0]"/></transition>
        <transition event="interaction.udata.changed"><send event="'interaction.deleted'"><param name="interactionid" expr="'ixn-1'"/></send></transition></state>
      <final id="pass"/>`),
    {
      opening: opening({ interactions: [interaction({ a: 'old', b: 1 })] }),
      answers: ({ type }) => ({
        name: 'interaction.udata.changed',
        data: { udata: type === 'setuData' ? { a: 'new', b: 1 } : { a: 'new' } },
      }),
    },
  );
  t.strictSame(states, ['pass']);
  t.match(actions, [
    { type: 'setuData', interactionId: 'ixn-1', data: { a: 'new' } },
    { type: 'deleteuData', interactionId: 'ixn-1', key: 'b' },
  ]);
  t.strictSame(log, ['old', 'new', 'undefined']);
});

t.test('the session, statistics and options are the service’s', async (t) => {
  const { log } = await runOrs(
    t,
    ors(`<state id="s"><onentry>
        <log expr="_genesys.session.tenant + _genesys.session.tenantid"/>
        <log expr="_genesys.session.timeInZone('ECT') + ' ' + _genesys.session.dateInZone('Pacific/Auckland')"/>
        <log expr="_genesys.session.dayInZone('GMT') === _genesys.session.day.Friday"/>
        <log expr="_genesys.session.getConfigOption('a') + _genesys.session.getConfigOption('s', 'b')"/>
        <log expr="_genesys.statistic.sData('agents@Stat', 'READY')"/>
        <log expr="new Date().toISOString()"/>
        <script>_genesys.queue.priorityTuning(true);</script>
      </onentry></state>`),
    {
      opening: opening({
        session: { ...opening().session, options: { a: '1', 's/b': '2' } },
        statistics: { Agents: { ready: 4 } },
      }),
    },
  );
  t.strictSame(log, [
    'Environment1',
    '22:30:00 2026-11-28',
    'true',
    '12',
    '4',
    '2026-11-27T21:30:00.000Z',
    '_genesys.queue.priorityTuning does nothing here',
  ]);
});
