import { STATE_COLOURS } from '#src/domain/interactions/colours.js';
import { branchesOf, TABLE } from '#src/domain/interactions/table.js';
import { EVENTS, STATES, type State } from '#src/domain/interactions/vocabulary.js';
import { escapeHtml } from './html.js';

const BOX = { width: 132, height: 44 };

/** Where each state stands: time runs to the right, ends are in one column. */
const PLACES: Readonly<Record<State, { readonly x: number; readonly y: number }>> = {
  Qualified: { x: 60, y: 178 },
  Engaged: { x: 266, y: 178 },
  Accepted: { x: 820, y: 20 },
  Rejected: { x: 820, y: 99 },
  Timeout: { x: 820, y: 178 },
  Failed: { x: 820, y: 248 },
  Missed: { x: 820, y: 330 },
};
const SIZE = { width: 960, height: 420 };

/** The events that take an interaction from each state to each other one, from the table. */
function flows(): ReadonlyMap<string, readonly string[]> {
  const events = new Map<string, string[]>();
  for (const from of STATES)
    for (const event of EVENTS)
      for (const outcome of branchesOf(TABLE[from][event])) {
        if (!('to' in outcome)) continue;
        const edge = `${from} ${outcome.to}`;
        const before = events.get(edge) ?? [];
        if (!before.includes(event)) events.set(edge, [...before, event]);
      }
  return events;
}

/** The lifecycle as a picture: what moves an interaction from where to where. */
export function lifecycleDrawing(): string {
  const edges = [...flows()].map(([edge, events]) => {
    const [from, to] = edge.split(' ') as [State, State];
    return drawFlow(from, to, events.join(', '));
  });
  const begin = `<circle cx="14" cy="200" r="6" class="ink"/><path d="M20 200H56" class="flow" marker-end="url(#arrow)"/>`;
  return `<figure class="drawing" tabindex="0"><svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="The states of an interaction and the events between them; the tables below say the same in words">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" class="ink"/></marker></defs>
${begin}
${edges.join('\n')}
${STATES.map(drawState).join('\n')}
</svg></figure>\n`;
}

function drawState(state: State): string {
  const { x, y } = PLACES[state];
  const { fill, text } = STATE_COLOURS[state];
  return `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8" fill="${fill}"/><text x="${x + BOX.width / 2}" y="${y + 27}" text-anchor="middle" fill="${text}" class="state">${state}</text>`;
}

/** Those that pass others by go around below them. */
function drawFlow(from: State, to: State, label: string): string {
  const [a, b] = [PLACES[from], PLACES[to]];
  const [x1, y1] = [a.x + BOX.width, a.y + BOX.height / 2];
  const [x2, y2] = [b.x - 4, b.y + BOX.height / 2];
  if (from === 'Qualified' && to !== 'Engaged') {
    const [start, bottom, end] = to === 'Failed' ? [90, 316, 60] : [40, 398, 90];
    const x = a.x + start;
    const target = b.x + end;
    return (
      arrow(
        `M${x} ${a.y + BOX.height}V${bottom - 12}q0 12 12 12H${target - 12}q12 0 12 -12V${b.y + BOX.height + 4}`,
      ) + labelAt(x + 8, bottom - 7, label, 'start')
    );
  }
  if (to === 'Engaged') return arrow(`M${x1} ${y1}H${x2}`) + labelAt((x1 + x2) / 2, y1 - 7, label);
  // Off in a bend, then straight, so that what is written on it can be read.
  const bend = `M${x1} ${y1}C${x1 + 50} ${y1} ${x1 + 20} ${y2} ${x1 + 60} ${y2}`;
  return arrow(`${bend}H${x2}`) + labelAt(x1 + 64, y2 - 7, label, 'start');
}

const arrow = (path: string): string => `<path d="${path}" class="flow" marker-end="url(#arrow)"/>`;

function labelAt(x: number, y: number, text: string, anchor = 'middle'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" class="event">${escapeHtml(text)}</text>`;
}
