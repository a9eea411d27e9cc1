import type { ChatState } from '../../../domain/chats/vocabulary.js';
import { STATE_COLOURS } from '../../../domain/interactions/colours.js';
import type { State } from '../../../domain/interactions/vocabulary.js';

/** A shape for every state, in a square of 16: a colour never tells it alone. */
const SHAPES: Readonly<Record<State, string>> = {
  Qualified: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  Engaged: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 2.2v7.6a3.8 3.8 0 0 0 0-7.6z',
  Accepted: 'M6.4 13 1.8 8.4l2-2 2.6 2.6 5.8-5.8 2 2z',
  Rejected: 'M4 2 8 6l4-4 2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4-4-4z',
  Timeout: 'M3 2h10v2.5L9.5 8l3.5 3.5V14H3v-2.5L6.5 8 3 4.5z',
  Failed: 'M8 1.5 15 14H1zM7 6v4h2V6zm0 5v1.5h2V11z',
  Missed: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM4.5 7h7v2h-7z',
};

const CHAT_COLOURS: Readonly<Record<ChatState, string>> = {
  Queued: STATE_COLOURS.Qualified.fill,
  Offered: STATE_COLOURS.Engaged.fill,
  Active: STATE_COLOURS.Accepted.fill,
  Wrapping: STATE_COLOURS.Rejected.fill,
  Ended: STATE_COLOURS.Timeout.fill,
};

const CHAT_SHAPES: Readonly<Record<ChatState, string>> = {
  Queued: SHAPES.Qualified,
  Offered: SHAPES.Engaged,
  Active: 'M2 3h12v8H8l-3 3v-3H2z',
  Wrapping: SHAPES.Timeout,
  Ended: 'M3 3h10v10H3z',
};

/** The colour of a state, for whatever is drawn of it: the custom property `--state`. */
export const colourOf = (state: State): Readonly<Record<string, string>> => ({
  '--state': STATE_COLOURS[state].fill,
  '--on-state': STATE_COLOURS[state].text,
});

export const shapeOf = (state: State): string => SHAPES[state];

function Badge({
  colour,
  shape,
  word,
}: {
  readonly colour: Readonly<Record<string, string>>;
  readonly shape: string;
  readonly word: string;
}) {
  return (
    <span class="state" style={colour}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        <path fill-rule="evenodd" d={shape} />
      </svg>
      {word}
    </span>
  );
}

/** A state of interactions: its colour, its shape and its word. */
export function StateBadge({ state }: { readonly state: State }) {
  return <Badge colour={colourOf(state)} shape={SHAPES[state]} word={state} />;
}

/** A state of chats. */
export function ChatStateBadge({ state }: { readonly state: ChatState }) {
  return (
    <Badge colour={{ '--state': CHAT_COLOURS[state] }} shape={CHAT_SHAPES[state]} word={state} />
  );
}
