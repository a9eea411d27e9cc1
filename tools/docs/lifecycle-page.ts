import { CLOCK_RULES } from '#src/domain/interactions/clocks.js';
import { STATE_COLOURS } from '#src/domain/interactions/colours.js';
import {
  type Branch,
  branchesOf,
  TABLE,
  type TableRule,
  TERMINAL_STATES,
} from '#src/domain/interactions/table.js';
import { BY, PLACEMENTS } from '#src/domain/interactions/transition.js';
import {
  type Actor,
  CLOCKS,
  EVENTS,
  type EventType,
  REASONS,
  REFUSALS,
  STATES,
  type State,
} from '#src/domain/interactions/vocabulary.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import {
  CLOCK_WORDS,
  EVENT_WORDS,
  GUARD_WORDS,
  REASON_WORDS,
  REFUSAL_WORDS,
  STATE_WORDS,
} from './lifecycle-words.js';
import { code, generatedFrom, table } from './markdown.js';

/** The text of `docs/lifecycle.md`, made from the transition table and the vocabulary. */
export function lifecyclePage(): string {
  return `${[
    generatedFrom('src/domain/interactions'),
    '# The life of an interaction',
    INTRO,
    diagram(),
    DIAGRAM_NOTE,
    '## Events',
    table(
      ['Event', 'From', 'Says'],
      EVENTS.map((event) => [code(event), actors(event), EVENT_WORDS[event]]),
    ),
    ACTORS_NOTE,
    '## States',
    STATES_NOTE,
    ...STATES.flatMap(stateSection),
    '## Clocks',
    CLOCKS_NOTE,
    clocksTable(),
    '## Refusals',
    REFUSALS_NOTE,
    table(
      ['Refusal', 'Means'],
      REFUSALS.map((refusal) => [code(refusal), REFUSAL_WORDS[refusal]]),
    ),
    '## Reasons',
    "An end that is not the visitor's answer has one of these reasons.",
    table(
      ['Reason', 'Means'],
      REASONS.map((reason) => [code(reason), REASON_WORDS[reason]]),
    ),
  ].join('\n\n')}\n`;
}

const INTRO = `An interaction is one attempt to engage one visitor. A site asks for it, a strategy decides about it,
a browser shows the invitation and brings the answer back. Each state has an Interaction Queue; what
can be done to an interaction depends on its state, never on the name of the queue it was put in.`;

const DIAGRAM_NOTE = `The picture leaves out the conditions and whatever changes nothing; both are in the tables below. A
line to the final point means that the interaction is stopped: at once while \`${CATALOGUE.autoStop.name}\`
is on, otherwise when somebody stops or cleans it.`;

const ACTORS_NOTE = `*System* is the service itself: auto-stop, and the cleaning views.`;

const STATES_NOTE = `Every event has an answer in every state. Conditions are tried from the top. *As before* means that
nothing changes and the caller gets the answer of the first time, so that repeating is safe. A state
is *terminal* when nothing moves an interaction out of it.`;

const CLOCKS_NOTE = `At most one clock runs on an interaction. No deadline is stored: it follows from the moment the clock
started and the option's value, so a changed option moves every pending deadline at once. Whoever
looks first finds the same: at its deadline an expiry has happened and is dated there, and an answer
that arrives in that very millisecond is too late. A change of the option never revives what was
already due, and what it makes overdue expires at the moment of the change.`;

const REFUSALS_NOTE = `A refused event changes nothing. An expiry that was due before it is written all the same.`;

/** The events that several may bring: whoever does says so. */
const BY_SEVERAL: Readonly<Record<Exclude<EventType, keyof typeof BY>, readonly Actor[]>> = {
  clean: ['ops', 'system'],
  stop: ['strategy', 'ops', 'system'],
};

const actors = (event: EventType): string =>
  event === 'stop' || event === 'clean' ? BY_SEVERAL[event].join(', ') : BY[event];

/** Where an outcome leads: another state, the same one with something to tell, or the end. */
function targetOf(outcome: Branch, state: State): State | '[*]' | null {
  if ('to' in outcome) return outcome.to;
  if (!('note' in outcome) || outcome.note === 'interaction.erased') return null;
  return outcome.note === 'interaction.stopped' ? '[*]' : state;
}

function diagram(): string {
  const edges = new Map<string, Set<EventType>>();
  for (const state of STATES)
    for (const event of EVENTS)
      for (const outcome of branchesOf(TABLE[state][event])) {
        const target = targetOf(outcome, state);
        if (target === null) continue;
        const edge = `${state} --> ${target}`;
        edges.set(edge, (edges.get(edge) ?? new Set()).add(event));
      }
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> Qualified: create',
    ...[...edges].map(([edge, events]) => `  ${edge}: ${[...events].join(', ')}`),
    ...STATES.map((state) => {
      const { fill, text } = STATE_COLOURS[state];
      return `  classDef in${state} fill:${fill},color:${text}`;
    }),
    ...STATES.map((state) => `  class ${state} in${state}`),
    '```',
  ].join('\n');
}

function stateSection(state: State): string[] {
  const { fact, queue } = PLACEMENTS[state];
  const kind = TERMINAL_STATES.has(state) ? ' *Terminal.*' : '';
  return [
    `### ${state}`,
    `${STATE_WORDS[state]}${kind} Written to the history as ${code(fact)}; the queue is named by ${code(CATALOGUE[queue].name)}.`,
    table(['Event', 'When', 'Outcome'], ruleRows(state)),
  ];
}

/** One line per condition; events with the same rule share their lines. */
function ruleRows(state: State): string[][] {
  const groups = new Map<string, { events: EventType[]; rule: TableRule }>();
  for (const event of EVENTS) {
    const rule = TABLE[state][event];
    const key = JSON.stringify(rule);
    const group = groups.get(key) ?? { events: [] as EventType[], rule };
    group.events.push(event);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ events, rule }) =>
    stepsOf(rule).map(({ when, outcome }, index) => [
      index === 0 ? code(...events) : '',
      when,
      outcomeText(outcome),
    ]),
  );
}

function stepsOf(rule: TableRule): { when: string; outcome: Branch }[] {
  if (!('length' in rule)) return [{ when: '', outcome: rule }];
  return rule.map((step) =>
    'when' in step
      ? { when: GUARD_WORDS[step.when], outcome: step.outcome }
      : { when: 'otherwise', outcome: step },
  );
}

function outcomeText(outcome: Branch): string {
  if ('refuse' in outcome) return `refused: ${code(outcome.refuse)}`;
  if ('same' in outcome) return 'as before';
  if ('note' in outcome) {
    const form = outcome.form ? `, the form is ${code(outcome.form)}` : '';
    return `stays, with ${code(outcome.note)}${form}`;
  }
  return [
    `to **${outcome.to}**`,
    outcome.code && `disposition code ${code(outcome.code)}`,
    outcome.reason && `reason ${code(outcome.reason)}`,
    outcome.impliesDisplayed && `counts as ${code('interaction.displayed')}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function clocksTable(): string {
  return table(
    ['Clock', 'Starts', 'Runs for', 'Default', 'Seconds', 'Then'],
    CLOCKS.map((clock) => {
      const { seconds, event } = CLOCK_RULES[clock];
      const option = CATALOGUE[seconds];
      return [
        clock,
        CLOCK_WORDS[clock],
        code(option.name),
        option.default,
        option.kind.valid,
        code(event),
      ];
    }),
  );
}
