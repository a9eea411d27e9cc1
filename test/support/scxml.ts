import type { Test } from 'tap';
import type { Bundle } from '#src/domain/strategies/bundle.js';
import type { Chart } from '#src/scxml/chart.js';
import { compile } from '#src/scxml/compile.js';
import type { OpenVm } from '#src/scxml/engine.js';
import { createFamily } from '#src/scxml/family.js';
import type { Action, Ended, Opening, OpeningInteraction, SessionEvent } from '#src/scxml/host.js';
import { openQuickjs } from '#src/scxml/quickjs.js';
import { compileQuickjs } from '#src/scxml/quickjs-module.js';

/** A moment that tests begin at: a Friday in winter. */
const START = Date.parse('2026-11-27T21:30:00Z');

/** An interaction as a session is told of it. */
export const interaction = (udata: Readonly<Record<string, unknown>> = {}): OpeningInteraction => ({
  id: 'ixn-1',
  g_uid: 'uid-1',
  udata,
  category: 'sales',
  location: 'Qualified',
  parentid: null,
  tenantid: '1',
  msgbased: true,
});

export const opening = (change: Partial<Opening> = {}): Opening => ({
  sessionId: 'session-1',
  interactions: [interaction()],
  session: { tenant: 'Environment', tenantid: '1', now: START, options: {} },
  statistics: {},
  clock: 'virtual',
  ...change,
});

/** A document of the dialect around some content. */
export const ors = (body: string, attributes = ''): string =>
  `<scxml version="1.0" profile="ecmascript" ${attributes} xmlns="http://www.w3.org/2005/07/scxml"
    xmlns:session="www.genesyslab.com/modules/session" xmlns:queue="http://www.genesyslab.com/modules/queue"
    xmlns:ixn="www.genesyslab.com/modules/interaction" xmlns:xi="http://www.w3.org/2001/XInclude">${body}</scxml>`;

export const single = (text: string): Bundle => ({
  main: 'main.scxml',
  files: { 'main.scxml': text },
});

/** The chart of a bundle that has no errors. */
function chartOf(t: Test, bundle: Bundle): Chart {
  const { chart, errors } = compile(bundle);
  t.strictSame(errors, []);
  if (chart === null) throw new Error('no chart');
  return chart;
}

let quickjs: Promise<OpenVm> | undefined;
/** The engine that is shipped, in this thread. */
export function shippedEngine(): Promise<OpenVm> {
  quickjs ??= compileQuickjs().then(openQuickjs);
  return quickjs;
}

export type Answers = (action: Action) => SessionEvent | null | Promise<SessionEvent | null>;

/** Runs a chart in this thread, in virtual time. */
export async function runChart(
  chart: Chart,
  bundle: Bundle,
  how: { readonly open?: OpenVm; readonly opening?: Opening; readonly answers?: Answers } = {},
): Promise<Ended> {
  return createFamily(chart, bundle, how.opening ?? opening(), {
    open: how.open ?? (await shippedEngine()),
    watched: { begin: () => {}, end: () => {} },
    timing: { now: () => performance.now(), after: () => () => {} },
    isListening: false,
    ask(action, answer) {
      void Promise.resolve(how.answers?.(action) ?? null).then(answer);
    },
  }).run();
}

/** Runs a document of the dialect; what it asked is in `actions`. */
export async function runOrs(
  t: Test,
  text: string | Bundle,
  how: { readonly opening?: Opening; readonly answers?: Answers } = {},
): Promise<Ended & { readonly actions: readonly Action[]; readonly log: readonly string[] }> {
  const bundle = typeof text === 'string' ? single(text) : text;
  const actions: Action[] = [];
  const ended = await runChart(chartOf(t, bundle), bundle, {
    ...how,
    answers: (action) => {
      actions.push(action);
      return how.answers?.(action) ?? null;
    },
  });
  return { ...ended, actions, log: ended.trace.flatMap(({ log }) => log) };
}
