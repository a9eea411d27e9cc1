import { act, create, type Interaction } from './service.js';

/** Something somebody else would do, here by a button. */
export interface Action {
  /** In whose place. */
  readonly who: string;
  readonly label: string;
  /** What it will do. */
  readonly does: string;
  readonly curl: string;
  readonly isMain?: boolean;
  run(): Promise<void>;
}

/** What a page knows besides the interaction. */
export interface Place {
  readonly category: string;
  readonly visitId: string;
  /** How a shell gets at the operator's key. */
  readonly keyInShell: string;
}

function curl(path: string, { keyInShell }: Place, body?: object): string {
  const json = body
    ? ` -H "Content-Type: application/json" -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`
    : '';
  const method = body ? '' : ' -X POST';
  return `curl${method} ${location.origin}${path} -H "Authorization: Bearer ${keyInShell}"${json}`;
}

function creation(place: Place): Action {
  const { category, visitId } = place;
  return {
    who: 'As a rule of the site',
    label: 'Offer help on this page',
    does: `Creates an interaction, category ${category}`,
    curl: curl('/v1/interactions', place, { visitId, category }),
    isMain: true,
    run: () => create(category),
  };
}

const CHANNELS = { chat: 'proactiveChat', callback: 'proactiveCallback' } as const;

function engage(id: string, kind: keyof typeof CHANNELS, place: Place): Action {
  const body = { channel: CHANNELS[kind] };
  return {
    who: 'As the strategy',
    label: `Engage for a ${kind}`,
    does: 'Moves it to Engaged: the page shows the invitation',
    curl: curl(`/v1/interactions/${id}/engage`, place, body),
    isMain: kind === 'chat',
    run: () => act(id, 'engage', body),
  };
}

function noengage(id: string, place: Place): Action {
  return {
    who: 'As the strategy',
    label: 'Do not engage',
    does: 'Moves it to Failed; an invitation on screen is taken away',
    curl: curl(`/v1/interactions/${id}/noengage`, place),
    run: () => act(id, 'noengage', {}),
  };
}

function clean(id: string, place: Place): Action {
  return {
    who: 'As an operator',
    label: 'Clean',
    does: 'Takes it out of its queue: to Failed, reason cleaned',
    curl: curl(`/v1/admin/interactions/${id}/clean`, place),
    run: () => act(id, 'clean', {}),
  };
}

function stop(id: string, place: Place): Action {
  return {
    who: 'As an operator',
    label: 'Stop',
    does: 'Ends its processing; it stays in its queue',
    curl: curl(`/v1/admin/interactions/${id}/stop`, place),
    run: () => act(id, 'stop', {}),
  };
}

/** What is possible now. */
export function actionsFor(interaction: Interaction | null, place: Place): readonly Action[] {
  if (interaction === null) return [creation(place)];
  const { id, state, status, registrationForm } = interaction;
  if (state === 'Qualified')
    return [
      engage(id, 'chat', place),
      engage(id, 'callback', place),
      noengage(id, place),
      clean(id, place),
    ];
  if (state === 'Engaged') return [noengage(id, place), clean(id, place)];
  const stopping = status === 'active' ? [stop(id, place)] : [];
  return registrationForm?.status === 'pending' ? stopping : [creation(place), ...stopping];
}
