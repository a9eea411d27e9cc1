import fc from 'fast-check';

/** The part of JSON Schema that the requests of the API are described with. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** What breaks programs that trust their input. */
export const nasty: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '\u0000', '\ud800', '', ' ', '../..'),
  fc.constantFrom('%', "'; drop table interactions; --", '\u202e', 'NaN', '-1', '1e999', '😀'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const anything: fc.Arbitrary<unknown> = fc.oneof(
  nasty,
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer(),
  fc.constantFrom(null, true, [], {}, 2 ** 53, -0.5),
);

const MOMENTS = ['2030-03-18T08:00:00.000Z', '2030-03-18T09:00:00+01:00', '1970-01-01T00:00:00Z'];

/** Values that `schema` allows; strings are drawn from `words` when one of them fits. */
export function valid(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  const { enum: values, anyOf, oneOf } = schema;
  if (values) return fc.constantFrom(...values);
  const choices = anyOf ?? oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valid(choice, words)));
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return anything;
  return fc.oneof(...types.map((type) => ofType(type, schema, words)));
}

function ofType(type: string, schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  const { minimum = -1000, maximum = 1_000_000 } = schema;
  switch (type) {
    case 'string':
      return text(schema, words);
    case 'integer':
      return fc.integer({ min: minimum, max: maximum });
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.uniqueArray(valid(schema.items ?? {}, words), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
        selector: (item) => JSON.stringify(item),
      });
    case 'object':
      return object(schema, words);
    default:
      return fc.constant(null);
  }
}

function text(
  { format, pattern, minLength = 0, maxLength = 200 }: Schema,
  words: readonly string[],
): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.constantFrom(...MOMENTS);
  const matches = (value: string) =>
    value.length >= minLength &&
    value.length <= maxLength &&
    (format !== 'name' || value === value.normalize('NFC').trim()) &&
    (pattern === undefined || new RegExp(pattern, 'u').test(value));
  const fitting = words.filter(matches);
  const drawn = fc.string({
    minLength: Math.max(minLength, 1),
    maxLength: Math.min(maxLength, 24),
  });
  const printable = drawn.filter(matches);
  // A pattern that printable text never meets leaves only the words.
  const isMet = fc.sample(drawn, { numRuns: 100, seed: 1 }).some(matches);
  if (fitting.length === 0 && !isMet) throw new Error(`no word fits ${pattern}`);
  if (fitting.length === 0) return printable;
  const word = fc.constantFrom(...fitting);
  return isMet
    ? fc.oneof({ weight: 2, arbitrary: word }, { weight: 1, arbitrary: printable })
    : word;
}

function object(schema: Schema, words: readonly string[]): fc.Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const named = fc.record(
    Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, valid(each, words)])),
    { requiredKeys: required.filter((key) => key in properties) },
  );
  if (typeof additionalProperties !== 'object') return named;
  const others = fc.dictionary(
    text(schema.propertyNames ?? {}, words),
    valid(additionalProperties, words),
    { maxKeys: 3 },
  );
  return fc.tuple(named, others).map(([some, more]) => ({ ...more, ...some }));
}

/** Values that are almost what `schema` allows: one thing in them was changed. */
export function almostValid(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid(schema, words), fc.nat(), anything, nasty, fc.constantFrom(...CHANGES))
    .map(([value, place, other, name, change]) => {
      if (typeof value !== 'object' || value === null) return other;
      const entries = Object.entries(value);
      return Object.fromEntries(change(entries, place, other, name));
    });
}

type Entries = readonly (readonly [string, unknown])[];

/** One property replaced, left out, grown, added, or everything nested once more. */
const CHANGES: readonly ((
  entries: Entries,
  place: number,
  other: unknown,
  name: string,
) => Entries)[] = [
  (entries, place, other) =>
    entries.map(([key, value], n) => [key, n === place % entries.length ? other : value]),
  (entries, place) => entries.filter((_, n) => n !== place % entries.length),
  (entries, place) =>
    entries.map(([key, value], n) => [
      key,
      n === place % entries.length && typeof value === 'string' ? value.padEnd(5000, 'x') : value,
    ]),
  (entries, _place, other, name) => [...entries, [name, other]],
  (entries) => entries.map(([key, value]) => [key, { [key]: value }]),
];

/** Anything at all. */
export const whatever = anything;
