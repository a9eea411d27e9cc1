import type { Bundle } from '../domain/strategies/bundle.js';
import type { Watched } from './budget.js';
import type { Chart } from './chart.js';
import { checkScripts } from './check.js';
import { compile } from './compile.js';
import type { OpenVm } from './engine.js';
import { createFamily, type Family } from './family.js';
import type { Ended, SessionEvent } from './host.js';
import type { Order, Report } from './messages.js';
import type { Timing } from './timers.js';

/** Charts that are kept compiled. */
const KEPT = 32;

/** What the thread does with what it is told. `watch` gives the watch of a run. */
export function createRunner(needs: {
  readonly open: OpenVm;
  readonly timing: Timing;
  readonly watch: (run: number) => Watched;
  readonly report: (report: Report) => void;
}): (order: Order) => void {
  const families = new Map<number, Family>();
  const answers = new Map<string, (event: SessionEvent | null) => void>();
  const charts = new Map<string, Chart | null>();

  function chartOf(sha256: string, bundle: Bundle): Chart | null {
    const known = charts.get(sha256);
    if (known !== undefined) return known;
    const { chart } = compile(bundle);
    const [oldest] = charts.keys();
    if (charts.size >= KEPT && oldest !== undefined) charts.delete(oldest);
    charts.set(sha256, chart);
    return chart;
  }

  async function run(order: Extract<Order, { type: 'run' }>): Promise<void> {
    const { run: number, bundle, opening, isListening } = order;
    const chart = chartOf(order.sha256, bundle);
    if (chart === null) return end(number, NOT_COMPILED);
    const family = createFamily(chart, bundle, opening, {
      open: needs.open,
      watched: needs.watch(number),
      timing: needs.timing,
      isListening,
      ask(action, answer) {
        const { ordinal } = action;
        answers.set(`${number}/${ordinal}`, answer);
        needs.report({ type: 'ask', run: number, ordinal, action: JSON.stringify(action) });
      },
    });
    families.set(number, family);
    const ended = await family.run();
    families.delete(number);
    for (const key of answers.keys()) if (key.startsWith(`${number}/`)) answers.delete(key);
    end(number, ended);
  }

  const end = (number: number, ended: Ended): void =>
    needs.report({ type: 'ended', run: number, ended: JSON.stringify(ended) });

  async function check(number: number, bundle: Bundle): Promise<void> {
    const { chart, errors, warnings } = compile(bundle);
    const scripts =
      chart === null ? [] : await checkScripts(chart, needs.open, needs.watch(number));
    needs.report({ type: 'checked', run: number, errors, warnings: [...warnings, ...scripts] });
  }

  return (order) => {
    switch (order.type) {
      case 'run':
        void run(order);
        return;
      case 'answer': {
        const key = `${order.run}/${order.ordinal}`;
        const answer = answers.get(key);
        answers.delete(key);
        answer?.(order.event === null ? null : JSON.parse(order.event));
        return;
      }
      case 'event':
        families.get(order.run)?.send(JSON.parse(order.event));
        return;
      case 'stop':
        families.get(order.run)?.stop();
        return;
      case 'check':
        void check(order.run, order.bundle);
        return;
      case 'ping':
        needs.report({ type: 'pong' });
    }
  };
}

const NOT_COMPILED: Ended = {
  how: 'failed',
  limit: null,
  detail: 'the bundle has errors',
  trace: [],
  states: [],
};
