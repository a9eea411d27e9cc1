import type { Bundle, Fault } from '../domain/strategies/bundle.js';
import { BUNDLE_LIMITS } from '../domain/strategies/session-limits.js';
import type { Chart } from './chart.js';
import { createReader, type Files, filesOf, start } from './include.js';
import { readStates } from './read-states.js';
import { type Reading, SCXML } from './reading.js';
import { warningsOf } from './warnings.js';
import { type Element, fault, readXml } from './xml.js';

/** What there is to say of a bundle. */
export interface Checked {
  /** Null exactly when there are errors. */
  readonly chart: Chart | null;
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/**
 * Reads a bundle: all errors at once, with their places. Never throws for what is in it. It is bounded
 * by the sizes of `BUNDLE_LIMITS`, and can take some hundred milliseconds for what is within them:
 * `Interpreters.check` does it off the event loop, and looks at the scripts, too.
 */
export function compile(bundle: Bundle): Checked {
  const errors = sizeFaults(bundle);
  const warnings: Fault[] = [];
  if (errors.length > 0) return checked(null, errors, warnings);
  const files = filesOf(bundle);
  const reader = createReader(files, errors);
  const root = reader.read(bundle.main);
  const chart = root === null ? null : chartOf(root, { files, faults: errors, warnings });
  if (chart !== null) warnings.push(...warningsOf(chart));
  return checked(chart, errors, warnings);
}

function checked(chart: Chart | null, errors: Fault[], warnings: Fault[]): Checked {
  if (chart === null && errors.length === 0) errors.push(fault(start(''), 'nothing to read'));
  return {
    chart: errors.length > 0 ? null : chart,
    errors: firstOf(errors),
    warnings: firstOf(warnings),
  };
}

/** In the order of the documents, as many as somebody reads. */
function firstOf(faults: readonly Fault[]): readonly Fault[] {
  const sorted = faults.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
  const [first] = sorted;
  if (first === undefined || sorted.length <= BUNDLE_LIMITS.faults) return sorted;
  const rest = fault(start(first.file), `and ${sorted.length - BUNDLE_LIMITS.faults} more`);
  return [...sorted.slice(0, BUNDLE_LIMITS.faults), rest];
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What is wrong before anything is read. */
function sizeFaults(bundle: Bundle): Fault[] {
  const paths = Object.keys(bundle.files);
  const sizes = paths.map((path) => Buffer.byteLength(bundle.files[path] ?? ''));
  const large = paths.filter((_, index) => (sizes[index] ?? 0) > BUNDLE_LIMITS.documentBytes);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const { documentBytes, bundleBytes, files } = BUNDLE_LIMITS;
  return [
    ...large.map((path) => fault(start(path), `more than ${documentBytes} bytes`)),
    ...(total > bundleBytes ? [fault(start(bundle.main), `more than ${bundleBytes} bytes`)] : []),
    ...(paths.length > files ? [fault(start(bundle.main), `more than ${files} files`)] : []),
    ...(Object.hasOwn(bundle.files, bundle.main)
      ? []
      : [fault(start(bundle.main), 'the main document is not among the files')]),
  ];
}

function chartOf(root: Element, { files, faults, warnings }: Omit<Reading, 'mode'>): Chart | null {
  if (root.name !== 'scxml' || (root.space !== SCXML && root.space !== '')) {
    faults.push(fault(root, `<${root.tag}> is not <scxml xmlns="http://${SCXML}">`));
    return null;
  }
  const { datamodel, profile } = root.attributes;
  const isOrs = datamodel === undefined && profile === 'ecmascript';
  if (datamodel !== undefined && !['ecmascript', 'null'].includes(datamodel))
    faults.push(fault(root, `the datamodel ${datamodel} is not taken: only ecmascript`));
  if (datamodel === undefined && profile !== undefined && !isOrs)
    faults.push(fault(root, `the profile ${profile} is not taken: only ecmascript`));
  const reading: Reading = { mode: isOrs ? 'ors' : 'w3c', files, faults, warnings };
  return readStates(root, reading, { chartOf });
}

/** A chart of a text that comes up while a session runs; null when it is none. */
export function compileText(text: string, files: Files, file: string): Chart | null {
  if (Buffer.byteLength(text) > BUNDLE_LIMITS.documentBytes) return null;
  const faults: Fault[] = [];
  const root = readXml(text, file, faults);
  if (root === null) return null;
  const chart = chartOf(root, { files, faults, warnings: [] });
  return faults.length > 0 ? null : chart;
}
