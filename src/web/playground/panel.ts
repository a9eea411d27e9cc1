import { STATE_COLOURS } from '../../domain/interactions/colours.js';
import { STATES } from '../../domain/interactions/vocabulary.js';
import { button, element } from '../widget/dom.js';
import { type Action, actionsFor } from './actions.js';
import type { Place } from './commands.js';
import { type Fact, type Interaction, Refused } from './service.js';
import { clockOf, factWords, wordsOf } from './words.js';

/** What this browser knows of an interaction, and the service does not. */
export interface Remembered {
  /** Whether the visitor closed the form. */
  readonly isClosed: boolean;
  /** What the hand-over carried, as JSON. */
  readonly handover: string | undefined;
}

/** The side panel: what happens to the visit's interaction, and what others could do to it. */
export interface Panel {
  show(interaction: Interaction | null, facts: readonly Fact[], remembered: Remembered): void;
  /** Moves the clock on; `now` is the time of the service. */
  tick(now: number): void;
}

function track(interaction: Interaction | null, facts: readonly Fact[]): HTMLElement {
  const passed = new Set(facts.map(({ to }) => to));
  const items = STATES.map((state) => {
    const isCurrent = interaction?.state === state;
    const mark = isCurrent ? '●' : passed.has(state) ? '✓' : '○';
    const item = element(
      'li',
      { class: isCurrent ? 'current' : passed.has(state) ? 'passed' : '' },
      element('span', { 'aria-hidden': 'true' }, mark),
      ` ${state}`,
    );
    if (isCurrent) item.setAttribute('aria-current', 'step');
    item.style.setProperty('--fill', STATE_COLOURS[state].fill);
    item.style.setProperty('--on-fill', STATE_COLOURS[state].text);
    return item;
  });
  const [first = [], second = [], rest = []] = [
    items.slice(0, 1),
    items.slice(1, 2),
    items.slice(2),
  ];
  return element(
    'div',
    { class: 'track' },
    ...[first, second, rest].map((part) => element('ul', {}, ...part)),
  );
}

function history(facts: readonly Fact[]): HTMLElement {
  const start = Date.parse(facts[0]?.at ?? '');
  const lines = facts.map((fact) => {
    const after = `+${((Date.parse(fact.at) - start) / 1000).toFixed(1)} s`;
    const line = element(
      'li',
      {},
      element('time', { datetime: fact.at, title: fact.at }, after),
      element('span', {}, factWords(fact)),
      element('span', { class: 'quiet' }, fact.by),
    );
    const colours = STATE_COLOURS[fact.to as keyof typeof STATE_COLOURS];
    line.style.setProperty('--fill', colours?.fill ?? '');
    return line;
  });
  return element('ol', { class: 'history' }, ...lines);
}

const minutes = (ms: number): string => {
  const seconds = Math.max(Math.ceil(ms / 1000), 0);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** A line of code with a button that copies it. */
function copyable(text: () => string, what: string): HTMLElement {
  const code = element('code', { tabindex: '0' }, text());
  const copied = element('span', { class: 'quiet', role: 'status' });
  const copy = button('copy', 'Copy', async () => {
    await navigator.clipboard.writeText(text());
    copied.textContent = 'Copied';
  });
  copy.setAttribute('aria-label', `Copy ${what}`);
  return element('div', { class: 'curl' }, code, copy, copied);
}

/** What was handed over, once it was, of an interaction that was accepted. */
function handedOver(interaction: Interaction | null, handover: string | undefined): Node[] {
  // A chat of this service needs no other to take over.
  if (interaction?.state !== 'Accepted' || interaction.chatId) return [];
  const isIn = interaction.registrationForm?.status.startsWith('completed');
  const text = isIn
    ? 'The event went to the tab that had the form.'
    : 'With the form your chat gets the event webengagement:handover. What it carries will be here.';
  return [
    element('h3', {}, 'Hand-over'),
    handover
      ? element('pre', { tabindex: '0', role: 'region', 'aria-label': 'Hand-over' }, handover)
      : element('p', { class: 'quiet' }, text),
  ];
}

/** Builds the panel in `root`; `onDone` after every action. */
export function createPanel(root: HTMLElement, place: Place, onDone: () => void): Panel {
  const status = element('p', { class: 'situation', role: 'status' });
  const problem = element('p', { class: 'problem', role: 'alert' });
  const name = element('p', { class: 'quiet', tabindex: '-1' });
  const picture = element('div');
  const bar = element('progress', { max: '1', 'aria-label': 'Time left' });
  const left = element('output', { class: 'left', 'aria-live': 'off' });
  const label = element('span');
  const clock = element('div', { class: 'clock' }, label, left, bar);
  const told = element('p', { class: 'told', role: 'status' });
  const next = element('p', { class: 'next' });
  const actions = element('div', { class: 'actions' });
  const handover = element('div', { class: 'handover' });
  const lines = element('div');
  const title = root.querySelector('h2');
  root.replaceChildren(
    ...(title ? [title] : []),
    name,
    picture,
    status,
    next,
    clock,
    told,
    problem,
    handover,
    actions,
    element('h3', {}, 'History'),
    lines,
  );
  let current: Interaction | null = null;

  async function run(action: Action, typed: string): Promise<void> {
    problem.textContent = '';
    told.textContent = '';
    try {
      const said = await action.run(typed);
      if (typeof said === 'string') told.textContent = said;
    } catch (error) {
      const isRefused = error instanceof Refused;
      problem.textContent = isRefused ? error.message : 'The service cannot be reached.';
    }
    onDone();
  }

  function row(action: Action): HTMLElement {
    const { typed } = action;
    const field = element('textarea', { rows: '9', spellcheck: 'false' });
    field.value = typed?.text ?? '';
    const line = (): string => action.curl(field.value);
    const shell = copyable(line, `the curl line of ${action.label}`);
    field.addEventListener('input', () => {
      typed?.keep(field.value);
      shell.querySelector('code')?.replaceChildren(line());
    });
    return element(
      'div',
      { class: 'action' },
      ...(typed ? [element('label', {}, element('span', {}, typed.label), field)] : []),
      button(action.isMain ? 'main' : '', action.label, () => void run(action, field.value)),
      element('p', { class: 'does quiet' }, `${action.does}.`),
      shell,
    );
  }

  /** Replaced only when something else is possible: a click must not go into the void. */
  let offered = '';
  function offer(): void {
    const possible = actionsFor(current, place);
    const key = [current?.id, ...possible.map(({ label, does }) => label + does)].join();
    if (key === offered) return;
    offered = key;
    const hadFocus = actions.contains(document.activeElement);
    const groups = new Map<string, HTMLElement[]>();
    for (const action of possible)
      groups.set(action.who, [...(groups.get(action.who) ?? []), row(action)]);
    actions.replaceChildren(
      ...[...groups].map(([who, rows]) => element('section', {}, element('h3', {}, who), ...rows)),
    );
    if (hadFocus) name.focus();
  }

  return {
    show(interaction, facts, remembered) {
      current = interaction;
      name.replaceChildren(
        ...(interaction
          ? [`${interaction.queue}, ${interaction.status}`, interaction.id]
          : ['Nothing has happened in this visit yet.']
        ).map((text) => element('span', {}, text)),
      );
      picture.replaceChildren(track(interaction, facts));
      const { situation, next: step } = wordsOf(interaction, remembered.isClosed);
      // What was said of the strategy is history once the visitor, or a clock, has spoken.
      if (interaction?.dispositionCode) told.textContent = '';
      if (status.textContent !== situation) {
        status.textContent = situation;
        // Whoever leaves the page leaves an invitation unanswered.
        const link = element('a', { href: step.address, target: '_blank' }, step.page);
        next.replaceChildren(...(step.text ? [`${step.text} `, link] : []));
      }
      const payload = handedOver(interaction, remembered.handover);
      const isSame =
        handover.textContent === payload.map(({ textContent }) => textContent).join('');
      if (!isSame) handover.replaceChildren(...payload);
      lines.replaceChildren(
        facts.length > 0
          ? history(facts)
          : element('p', { class: 'quiet' }, 'Every fact of the interaction will be here.'),
      );
      offer();
    },
    tick(now) {
      const running = current && clockOf(current, place, now);
      clock.hidden = !running;
      if (!running) return;
      const leftMs = running.endsAt - now;
      label.textContent = running.label;
      left.textContent = minutes(leftMs);
      bar.value = Math.min(Math.max(leftMs / (running.endsAt - running.startedAt), 0), 1);
    },
  };
}
