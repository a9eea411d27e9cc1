import t from 'tap';
import { STATE_COLOURS } from '#src/domain/interactions/colours.js';
import { branchesOf, TABLE } from '#src/domain/interactions/table.js';
import { CLOCKS, EVENTS, REASONS, REFUSALS, STATES } from '#src/domain/interactions/vocabulary.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { lifecyclePage } from '../tools/docs/lifecycle-page.js';
import { optionsPage } from '../tools/docs/options-page.js';

const PAGES = { lifecycle: lifecyclePage(), options: optionsPage() };

/** The text under a heading, up to the next heading of the same kind. */
function section(page: string, heading: string): string {
  const start = page.indexOf(`\n${heading}\n`);
  const level = heading.slice(0, heading.indexOf(' ') + 1);
  return start < 0 ? '' : (page.slice(start + 1).split(`\n${level}`)[0] ?? '');
}

t.test('the lifecycle page has a section for every state that answers every event', async (t) => {
  for (const state of STATES) {
    const text = section(PAGES.lifecycle, `### ${state}`);
    for (const event of EVENTS)
      t.match(text, new RegExp(`^\\|[^|]*\`${event}\`[^|]*\\|`, 'm'), `${state} ${event}`);
  }
});

t.test('the lifecycle diagram shows every move of the table', async (t) => {
  for (const state of STATES)
    for (const event of EVENTS)
      for (const outcome of branchesOf(TABLE[state][event]))
        if ('to' in outcome)
          t.match(
            PAGES.lifecycle,
            new RegExp(`^  ${state} --> ${outcome.to}: .*\\b${event}\\b`, 'm'),
          );
});

t.test('the lifecycle page explains every event, clock, refusal and reason', async (t) => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['## Events', EVENTS.map((word) => `\`${word}\``)],
    ['## Clocks', CLOCKS],
    ['## Refusals', REFUSALS.map((word) => `\`${word}\``)],
    ['## Reasons', REASONS.map((word) => `\`${word}\``)],
  ];
  for (const [heading, words] of rows)
    for (const word of words)
      t.ok(section(PAGES.lifecycle, heading).includes(`\n| ${word} | `), word);
});

t.test('the options page tells every option, with its default and valid values', async (t) => {
  for (const { name, default: fallback, kind } of Object.values(CATALOGUE)) {
    const told = fallback === '' ? 'not set' : `\`${fallback}\``;
    t.ok(PAGES.options.includes(`\n| \`${name}\` | ${told} | ${kind.valid} | `), name);
  }
});

t.test('the tables of the generated pages are well-formed', async (t) => {
  for (const [name, page] of Object.entries(PAGES)) {
    for (const table of page.match(/(^\|.*\n)+/gm) ?? []) {
      const widths = table
        .trim()
        .split('\n')
        .map((line) => line.split(/(?<!\\)\|/).length);
      t.equal(new Set(widths).size, 1, table.slice(0, 60));
    }
    t.notMatch(page, /undefined|\[object|\n\n\n| \n/, name);
    t.ok(page.endsWith('\n'));
  }
});

t.test('every state has a colour of its own with readable text on it', async (t) => {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  for (const { fill, text } of Object.values(STATE_COLOURS)) {
    const [dark = 0, light = 0] = [luminance(fill), luminance(text)].sort((a, b) => a - b);
    t.ok((light + 0.05) / (dark + 0.05) >= 4.5, `${text} on ${fill}`);
  }
  t.equal(new Set(Object.values(STATE_COLOURS).map(({ fill }) => fill)).size, STATES.length);
});
