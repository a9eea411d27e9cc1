import assert from 'node:assert/strict';
import type { DecisionTable } from '#src/decisions/decisions.js';
import type { Store } from '#src/store/store.js';

/** Where a value is that JSON does not give back unchanged, with what it is; null for plain data. */
function strangeness(value: unknown, path: string): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path}: ${value}`;
  if (Array.isArray(value))
    return first(
      value.map((each, index) => [String(index), each]),
      path,
    );
  const isPlain =
    typeof value === 'object' &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  // What is undefined may vanish from an object; as an answer, or in a list, it may not.
  return isPlain
    ? first(
        Object.entries(value).filter(([, each]) => each !== undefined),
        path,
      )
    : `${path}: ${Object.prototype.toString.call(value)}`;
}

function first(entries: readonly (readonly [string, unknown])[], path: string): string | null {
  for (const [name, value] of entries) {
    const found = strangeness(value, `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

/** What JSON makes of a value; throws when that is not the same. */
export function throughJson<T>(value: T, what: string): T {
  const strange = strangeness(value, what);
  if (strange !== null) throw new Error(`not plain data: ${strange}`);
  return JSON.parse(JSON.stringify(value)) as T;
}

/**
 * The same decisions, for which everything but the settings comes and goes as JSON. Each is run
 * twice, as a driver may: it has to come to the same.
 */
export function plainDecisions(table: DecisionTable): DecisionTable {
  const plain = Object.entries(table).map(([name, { target, decide }]) => [
    name,
    {
      target: (args: object) =>
        throughJson(target(throughJson(args, `${name} args`) as never), `${name} target`),
      decide(args: object, { settings, ...read }: { readonly settings: unknown }) {
        const run = (): unknown => {
          const context = { ...throughJson(read, `${name} context`), settings };
          return decide(throughJson(args, `${name} args`) as never, context as never);
        };
        const decided = throughJson(run(), `${name} decision`);
        assert.deepEqual(throughJson(run(), `${name} again`), decided, 'the same in a second run');
        return decided;
      },
    },
  ]);
  return Object.fromEntries(plain) as DecisionTable;
}

/** The same store, to which and from which everything but the settings goes as JSON. */
export function plainStore(store: Store): Store {
  return {
    ...store,
    apply: async (name, args) =>
      throughJson(await store.apply(name, throughJson(args, name)), `${name} result`),
    read: async (name, ...args) =>
      throughJson(await store.read(name, ...throughJson(args, name)), `${name} answer`),
    claim: async (work, request) =>
      throughJson(await store.claim(work, throughJson(request, work)), `${work} claim`),
    finish: async (claim, result) =>
      throughJson(
        await store.finish(throughJson(claim, 'claim'), throughJson(result, 'result')),
        'finished',
      ),
    tidy: async (step) => throughJson(await store.tidy(throughJson(step, step.step)), step.step),
    watch: (listener) => store.watch((signal) => listener(throughJson(signal, 'signal'))),
  };
}
