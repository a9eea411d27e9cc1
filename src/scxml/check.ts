import type { Fault } from '../domain/strategies/bundle.js';
import { createBudget, Killed, type Watched } from './budget.js';
import type { At, Chart, Content, Payload, Step, Value } from './chart.js';
import { createEngine, literal, type OpenVm, ScriptFault } from './engine.js';

interface Source extends At {
  readonly source: string;
  readonly isScript: boolean;
}

/** Scripts and expressions that do not parse: at run time each would be an error of its own. */
export async function checkScripts(
  chart: Chart,
  open: OpenVm,
  watched: Watched,
): Promise<readonly Fault[]> {
  const budget = createBudget(watched);
  const vm = await open({
    now: () => 0,
    call: () => '',
    interrupt: () => budget.interrupt(),
  });
  const engine = createEngine(budget.guard(vm));
  const faults: Fault[] = [];
  try {
    for (const { source, isScript, file, line } of sourcesOf(chart)) {
      const body = isScript ? source : `return (${source.replace(/[;\s]+$/, '')}\n);`;
      try {
        engine.run(`new Function(${literal(body)});`);
      } catch (error) {
        if (!(error instanceof ScriptFault)) throw error;
        const what = isScript ? 'the script' : `\`${source.slice(0, 80)}\``;
        faults.push({ file, line, column: 1, detail: `${what} does not parse: ${error.message}` });
      }
    }
  } catch (error) {
    // So many that the rest goes unread; a session would be stopped by the same limits.
    if (!(error instanceof Killed)) throw error;
  } finally {
    vm.dispose();
  }
  return faults;
}

function sourcesOf(chart: Chart): readonly Source[] {
  const found: Source[] = [];
  const add = (source: string | null, at: At, isScript = false): void => {
    if (source !== null) found.push({ source, isScript, file: at.file, line: at.line });
  };
  const ofValue = (value: Value | null, at: At): void => {
    if (value !== null && 'expr' in value) add(value.expr, at);
  };
  const ofContent = (content: Content | null, at: At): void => {
    if (content !== null && 'expr' in content) add(content.expr, at);
  };
  const ofPayload = ({ params, content }: Payload, at: At): void => {
    for (const { expr } of params) add(expr, at);
    ofContent(content, at);
  };

  function ofStep(step: Step): void {
    if (step.do === 'if')
      for (const { cond, steps } of step.branches) {
        add(cond, step);
        steps.forEach(ofStep);
      }
    else if (step.do === 'foreach') {
      add(step.array, step);
      step.steps.forEach(ofStep);
    } else if (step.do === 'raise') {
      ofValue(step.event, step);
      ofPayload(step.payload, step);
    } else if (step.do === 'send') {
      const { event, target, type, delay, payload } = step.send;
      for (const value of [event, target, type, delay]) ofValue(value, step);
      ofPayload(payload, step);
    } else if (step.do === 'act') {
      for (const value of Object.values(step.act.values)) ofValue(value, step);
      ofPayload(step.act.payload, step);
    } else if (step.do === 'log') add(step.expr, step);
    else if (step.do === 'assign') ofContent(step.content, step);
    else if (step.do === 'script') add(step.source, step, true);
    else ofValue(step.sendid, step);
  }

  chart.scripts.forEach(ofStep);
  for (const state of chart.states) {
    for (const block of [...state.onentry, ...state.onexit]) block.forEach(ofStep);
    for (const datum of state.data) ofContent(datum.content, datum);
    if (state.done !== null) ofPayload(state.done, state);
    for (const invoke of state.invokes) {
      invoke.finalize.forEach(ofStep);
      for (const { expr } of invoke.params) add(expr, invoke);
    }
  }
  for (const transition of chart.transitions) {
    add(transition.cond, transition);
    transition.steps.forEach(ofStep);
  }
  return found;
}
