import type { Bundle } from '../domain/strategies/bundle.js';
import type { Chart, Invoke } from './chart.js';
import { compile, compileText } from './compile.js';
import { ScriptFault, type Wire } from './engine.js';
import type { Files } from './include.js';
import type { Member } from './member.js';
import { fail, type Stage, store } from './steps.js';
import { pairsOf, plain, textOfValue } from './values.js';

const TYPES: readonly string[] = ['', 'scxml', 'www.w3.org/TR/scxml'];
const isScxmlType = (type: string): boolean =>
  TYPES.includes(type.replace(/^https?:\/\//, '').replace(/\/$/, ''));

/** Starts the session that an `<invoke>` names; null, with an error raised, when there is none. */
export function invokeFrom(
  invoke: Invoke,
  stateId: string,
  stage: Stage,
  needs: {
    readonly files: Files;
    readonly bundle: Bundle;
    readonly draw: (prefix: string) => string;
  },
  add: (chart: Chart, invokeid: string, given: ReadonlyMap<string, Wire | undefined>) => Member,
): Member | null {
  const { engine } = stage;
  try {
    const type = invoke.type === null ? '' : textOfValue(engine, invoke.type);
    if (!isScxmlType(type)) throw new ScriptFault(`nothing is invoked as ${type}`);
    const id = invoke.id ?? needs.draw(stateId);
    if (invoke.idlocation !== null) store(engine, invoke.idlocation, id);
    const named = invoke.namelist.map((name) => ({ name, expr: name }));
    const pairs = pairsOf(engine, [...named, ...invoke.params], (fault) => {
      throw fault;
    });
    const given = new Map(
      pairs.map(([name, json]) => [name, json === undefined ? undefined : { json }]),
    );
    return add(chartOf(invoke, stage, needs), id, given);
  } catch (error) {
    if (!(error instanceof ScriptFault)) throw error;
    fail(stage, error, invoke);
    return null;
  }
}

function chartOf(
  invoke: Invoke,
  stage: Stage,
  { files, bundle }: { readonly files: Files; readonly bundle: Bundle },
): Chart {
  const { content, src } = invoke;
  if (content !== null && 'chart' in content) return content.chart;
  if (content !== null) {
    const json = stage.engine.json(content.expr);
    const chart = json === undefined ? null : compileText(plain(json), files, stage.chart.file);
    if (chart === null) throw new ScriptFault('the content is no document that can be invoked');
    return chart;
  }
  const href = src === null ? '' : textOfValue(stage.engine, src);
  const path = files.find(href, stage.chart.file);
  const chart = path === null ? null : compile({ ...bundle, main: path }).chart;
  if (chart === null) throw new ScriptFault(`${href} is nothing that can be invoked`);
  return chart;
}
