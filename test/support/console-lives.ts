import type { Line } from '../../src/web/console/views/interactions/words.js';

const START = Date.parse('2026-11-27T10:00:00.000Z');

/** A life with a bit of everything: asked, engaged, shown, accepted, stopped, and a form that is late. */
export function createHistory(): readonly Line[] {
  const facts = [
    ['interaction.created', 0, 'site', null, 'Qualified'],
    ['strategy.requested', 50, 'strategy', 'Qualified', 'Qualified'],
    ['interaction.engaged', 600, 'strategy', 'Qualified', 'Engaged'],
    ['interaction.displayed', 2_800, 'browser', 'Engaged', 'Engaged'],
    ['interaction.accepted', 5_200, 'browser', 'Engaged', 'Accepted'],
    ['interaction.stopped', 5_200, 'system', 'Accepted', 'Accepted'],
    ['registration_form.expired', 95_200, 'clock', 'Accepted', 'Accepted'],
    ['registration_form.completed', 99_200, 'browser', 'Accepted', 'Accepted'],
  ] as const;
  return facts.map(([type, ms, by, from, to], index) => ({
    sequence: index + 1,
    type,
    at: new Date(START + ms).toISOString(),
    by,
    from,
    to,
    queue: `Webengagement_${to}`,
    reason: null,
  }));
}
