import t, { type Test } from 'tap';
import type { Bundle, Fault } from '#src/domain/strategies/bundle.js';
import { BUNDLE_LIMITS } from '#src/domain/strategies/session-limits.js';
import { compile } from '#src/scxml/compile.js';
import { ors, runOrs, single } from './support/scxml.js';

// What a bundle may be, and how what is wrong with it is told.

const include = (href: string, rest = 'parse="xml"'): string =>
  `<xi:include href="${href}" ${rest}/>`;
const bundle = (main: string, files: Readonly<Record<string, string>>): Bundle => ({
  main: 'main.scxml',
  files: { 'main.scxml': main, ...files },
});

function refused(t: Test, brought: Bundle, detail: RegExp): readonly Fault[] {
  const { chart, errors } = compile(brought);
  t.equal(chart, null);
  t.ok(
    errors.some((error) => detail.test(error.detail)),
    `${detail}: ${JSON.stringify(errors)}`,
  );
  return errors;
}

t.test('includes are resolved: scripts as text, workflows with their prefix', async (t) => {
  const flow = ors(`<state id="$$_MY_PREFIX_$$.in">
      <onentry><script>order.push('$$_MY_PREFIX_$$');</script></onentry>
      <transition target="$$_MY_PREFIX_$$.out"/></state>
    <state id="$$_MY_PREFIX_$$.out">
      <onentry><raise event="$$_MY_PREFIX_$$.done"/></onentry></state>`);
  const { states, log } = await runOrs(
    t,
    bundle(
      ors(`<script>${include('Lib/A.JS', 'parse="text"')}${include('lib/b.js', 'parse="text"')}</script>
        <state id="one" initial="first.in">${include('flows\\FLOW.scxml', 'parse="xml" resolveid="first"')}
          <transition event="first.done" target="two"/></state>
        <state id="two" initial="second.in">${include('file:flows/flow.scxml', 'parse="xml" resolveid="second"')}
          <transition event="second.done" target="end"/></state>
        <final id="end"><onentry><log expr="order"/></onentry></final>`),
      { 'lib/a.js': 'var order = [];', 'lib/B.js': 'order.push("b");', 'Flows/flow.scxml': flow },
    ),
  );
  t.strictSame(states, ['end']);
  t.strictSame(log, ['["b","first","second"]']);
});

t.test('an xpointer takes a part: by an id, or by a path', async (t) => {
  const parts = ors(
    '<state id="$$_MY_PREFIX_$$.a"><transition target="end"/></state><state id="other"/>',
  );
  for (const pointer of ['$$_MY_PREFIX_$$.a', "xpointer(id('p.a'))", 'element(/1/1)']) {
    const { states } = await runOrs(
      t,
      bundle(
        ors(
          `${include('parts.scxml', `parse="xml" resolveid="p" xpointer="${pointer}"`)}<final id="end"/>`,
        ),
        { 'parts.scxml': parts },
      ),
    );
    t.strictSame(states, ['end'], pointer);
  }
  const missing = include('parts.scxml', 'xpointer="none"');
  refused(t, bundle(ors(missing), { 'parts.scxml': parts }), /nothing at none/);
});

t.test('an include that is not there is refused, or replaced', async (t) => {
  refused(t, single(ors(include('no.scxml'))), /no file no\.scxml in the bundle/);
  refused(t, single(ors(include('http://a.example/no.scxml'))), /no file/);
  const { states } = await runOrs(
    t,
    ors('<xi:include href="no.scxml"><xi:fallback><state id="a"/></xi:fallback></xi:include>'),
  );
  t.strictSame(states, ['a']);
});

t.test('includes have an end', (t) => {
  const a = ors(include('b.scxml'));
  const errors = refused(
    t,
    bundle(a, { 'b.scxml': ors(include('main.scxml')) }),
    /includes itself/,
  );
  t.match(errors, [{ file: 'b.scxml', detail: /main\.scxml → b\.scxml → main\.scxml/ }]);
  const deep = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`${at}.scxml`, ors(include(`${at + 1}.scxml`))]),
  );
  refused(t, bundle(ors(include('0.scxml')), { ...deep, '20.scxml': ors('') }), /nested more/);
  // Each file has the next one twenty times: a hundred million states, if it were not stopped.
  const wide = Object.fromEntries(
    Array.from({ length: 6 }, (_, at) => [
      `${at}.scxml`,
      ors(`<state/>${include(`${at + 1}.scxml`).repeat(20)}`),
    ]),
  );
  refused(t, bundle(ors(include('0.scxml')), { ...wide, '6.scxml': ors('') }), /more than 20000/);
  const text = bundle(ors(`<script>${include('t.js', 'parse="text"').repeat(100)}</script>`), {
    't.js': 'x'.repeat(400_000),
  });
  refused(t, text, /more than 20000 elements or/);
  t.end();
});

t.test('sizes are bounded before anything is read', (t) => {
  const large = ' '.repeat(BUNDLE_LIMITS.documentBytes + 1);
  refused(t, single(large), /more than 524288 bytes/);
  const many = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`${at}`, large.slice(2)]));
  refused(t, bundle(ors(''), many), /more than 2097152 bytes/);
  const files = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`${at}`, '']));
  refused(t, bundle(ors(''), files), /more than 200 files/);
  refused(t, { main: 'none', files: {} }, /not among the files/);
  refused(t, single(`<a>${'<a>'.repeat(250)}`), /more than 200 deep/);
  t.end();
});

t.test('a document type is refused, whatever it declares', (t) => {
  const laughs = '<!DOCTYPE scxml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<scxml>&b;</scxml>';
  refused(t, single(laughs), /document type/);
  refused(t, single('<!DOCTYPE scxml SYSTEM "file:///etc/passwd"><scxml/>'), /document type/);
  t.end();
});

t.test('all that is wrong is told at once, each with its place', (t) => {
  const main = `<?xml version="1.0"?>
<scxml xmlns="http://www.w3.org/2005/07/scxml" profile="ecmascript" initial="nowhere">
  <state id="a">
    <transition event="x" target="b  gone"/>
    <onentry>
      <send/>
      <assign expr="1"/>
      <if><else/><elseif cond="1"/></if>
      <foo/>
      <raise/><log/><cancel/><foreach/>
    </onentry>
  </state>
  <state id="a"/>
  <state id="b"><initial/><final id="f"><transition target="a"/></final></state>
  <final id="g"><state id="h"/></final>
  <parallel id="p"><final id="q"/></parallel>
  <transition target="a"/>
  <state id="n" initial="a"/>
  <state id="m"><state id="m1"/><state id="m2"/><transition event="both" target="m1 m2"/></state>
</scxml>`;
  const { chart, errors } = compile(single(main));
  t.equal(chart, null);
  const places = errors.map(({ line, column, detail }) => `${line}:${column} ${detail}`);
  for (const place of [
    '2:1 no state nowhere',
    '4:5 no state gone',
    '6:7 <send> needs an event or a <content>',
    '7:7 <assign> needs location',
    '8:7 <if> needs cond',
    '8:18 <elseif> after <else>',
    '9:7 <foo> is nothing that can be executed',
    '10:7 <raise> needs event',
    '10:21 <cancel> needs sendid',
    '10:30 <foreach> needs array',
    '13:3 a second state with the id a',
    '14:17 <initial> needs one <transition> with a target',
    '14:41 <transition> has no place in <final>',
    '15:17 <state> has no place in <final>',
    '16:20 <final> has no place in <parallel>',
    '17:3 <transition> has no place in <scxml>',
    '18:3 a is not within n',
    '19:49 m1 and m2 are never active together',
  ])
    t.ok(places.includes(place), `${place} in\n${places.join('\n')}`);
  t.end();
});

t.test('XML that is none is told with its lines, in each of its files', (t) => {
  const { errors } = compile(
    bundle(ors(`<state/>\n${include('a.scxml')}\n${include('b.scxml')}`), {
      'a.scxml': '<a>\n</b>',
      'b.scxml': '<b>\n\n&x;</b>',
    }),
  );
  t.match(
    [...new Set(errors.map(({ file, line }) => `${file}:${line}`))],
    ['a.scxml:2', 'b.scxml:3'],
  );
  refused(t, single('no xml'), /./);
  refused(t, single('<a/>'), /<a> is not <scxml/);
  refused(t, single('<scxml datamodel="xpath"><state/></scxml>'), /datamodel xpath/);
  refused(t, single('<scxml profile="minimal"><state/></scxml>'), /profile minimal/);
  t.end();
});

t.test('two hundred faults are enough', (t) => {
  const { errors } = compile(single(ors('<state><foo/></state>'.repeat(500))));
  t.equal(errors.length, 201);
  t.match(errors.at(-1), { detail: 'and 300 more' });
  t.end();
});

t.test('what is never reached, or never decides, is a warning', (t) => {
  const { errors, warnings } = compile(
    single(ors('<state id="a"/><state id="island"><state id="in"/></state>')),
  );
  t.strictSame(errors, []);
  t.strictSame(
    warnings.map(({ detail }) => detail),
    [
      'nothing that is reached can decide: no fetch, submit, redirect or terminate',
      'no transition leads to island',
    ],
  );
  t.end();
});
