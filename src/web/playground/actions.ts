import { curl, type Place } from './commands.js';
import { keepRule, ruleOf, rulesIn } from './rule.js';
import {
  act,
  create,
  formKeys,
  type Interaction,
  openDesk,
  readToken,
  sendForm,
} from './service.js';

/** Something somebody else would do, here by a button. */
export interface Action {
  /** In whose place. */
  readonly who: string;
  readonly label: string;
  /** What it will do. */
  readonly does: string;
  /** The same from a shell, given what is typed. */
  curl(typed: string): string;
  readonly isMain?: boolean;
  /** What is to be typed for it: how it is called, and what stands there first. */
  readonly typed?: {
    readonly label: string;
    readonly text: string;
    keep(text: string): void;
  };
  /** Resolves with a text when something is to be said of it. */
  run(typed: string): Promise<unknown>;
}

const CHANNELS = { chat: 'proactiveChat', callback: 'proactiveCallback' } as const;
const option = (name: string): string => `/v1/admin/options/${name}`;

function creations(place: Place): readonly Action[] {
  const { category, visitId } = place;
  const who = 'As a rule of the site';
  const path = '/v1/interactions';
  const callback = { category, channel: CHANNELS.callback };
  return [
    {
      who,
      label: 'Offer help on this page',
      does: `Creates an interaction, category ${category}`,
      curl: () => curl({ path, body: { visitId, category } }, place),
      isMain: true,
      run: () => create({ category }),
    },
    {
      who,
      label: 'Offer a callback',
      does: 'The same, over the other channel',
      curl: () => curl({ path, body: { visitId, ...callback } }, place),
      run: () => create(callback),
    },
    {
      who,
      label: 'Offer, and decide yourself',
      does: 'It waits for you: engage it, or let it be missed',
      curl: () => curl({ path, body: { visitId, category } }, place),
      run: () => create({ category }, true),
    },
    byRule(null, place),
  ];
}

function engage(id: string, kind: keyof typeof CHANNELS, place: Place): Action {
  const body = { channel: CHANNELS[kind] };
  return {
    who: 'As the strategy',
    label: `Engage for a ${kind}`,
    does: 'Moves it to Engaged: the page shows the invitation',
    curl: () => curl({ path: `/v1/interactions/${id}/engage`, body }, place),
    isMain: kind === 'chat',
    run: () => act(id, 'engage', body),
  };
}

function noengage(id: string, place: Place): Action {
  return {
    who: 'As the strategy',
    label: 'Do not engage',
    does: 'Moves it to Failed; an invitation on screen is taken away',
    curl: () => curl({ path: `/v1/interactions/${id}/noengage` }, place),
    run: () => act(id, 'noengage'),
  };
}

/** Without an interaction it makes one: a rule takes longer to write than an engagement may take. */
function byRule(id: string | null, place: Place): Action {
  const path = '/v1/admin/strategies/engagement-logic';
  return {
    who: 'As the built-in strategy',
    label: id ? 'Decide by this rule' : 'Offer, and decide by this rule',
    does: 'For one interaction only; the line puts it in force for all',
    curl: (typed) => curl({ method: 'PUT', path, body: { rules: rulesIn(typed) ?? [] } }, place),
    typed: { label: 'A rule', text: ruleOf(place.category), keep: keepRule },
    async run(typed) {
      const rules = rulesIn(typed);
      if (!rules) return 'That is not JSON: nothing was decided.';
      const decided = id ?? (await create({ category: place.category }, true)).id;
      const { verdict, state } = await act(decided, 'decide', { rules });
      if (!verdict) return `It was decided on before: ${state}.`;
      const [missed] = verdict.missed;
      if (verdict.rule) return `The rule “${verdict.rule}” decided: ${state}.`;
      const why = missed ? `The rule did not apply: its ${missed.condition} does not hold. ` : '';
      return `${why}Without a rule that applies, everybody is engaged.`;
    },
  };
}

const CLOCKS = {
  engagement: 'wmsg.connector.engagementExpirationTime',
  abandoned: 'engagement.abandonedTime',
  form: 'wmsg.connector.registrationFormExpirationTime',
} as const;
const SHORTEST = { engagement: '10', abandoned: '60', form: '10' } as const;

function runOut(id: string, clock: keyof typeof CLOCKS, does: string, place: Place): Action {
  const body = { value: SHORTEST[clock] };
  return {
    who: 'As the clock',
    label: clock === 'form' ? 'Let the form be late' : 'Let its time run out',
    does: `${does}; the line makes that time ${body.value} s for all`,
    curl: () => curl({ method: 'PUT', path: option(CLOCKS[clock]), body }, place),
    run: () => act(id, 'runOut'),
  };
}

function miss(id: string, place: Place): Action {
  const body = { value: 'Webengagement_Missed' };
  return {
    who: 'As the clock',
    label: 'Let it be missed',
    does: 'To Missed instead of Failed, for this one; the line has it so for all',
    curl: () => curl({ method: 'PUT', path: option('engagement.queueMissed'), body }, place),
    run: () => act(id, 'runOut', { isMissedUsed: true }),
  };
}

function form({ id, channel }: Interaction, place: Place): Action {
  const { userIdentifier, phoneNumber } = formKeys();
  const fields: Readonly<Record<string, string>> =
    channel === CHANNELS.callback
      ? { [phoneNumber]: '+49 30 1234567', FirstName: 'Ada' }
      : { [userIdentifier]: 'ada@example.com', FirstName: 'Ada' };
  return {
    who: 'As a form of your own',
    label: 'Send the form',
    does: `${Object.values(fields).join(', ')}: it is taken in time and late`,
    curl: () =>
      curl(
        { path: `/v1/interactions/${id}/registration-form`, body: { fields }, token: readToken() },
        place,
      ),
    run: () => sendForm(id, fields),
  };
}

function clean(id: string, place: Place): Action {
  return {
    who: 'As an operator',
    label: 'Clean',
    does: 'Takes it out of its queue: to Failed, reason cleaned',
    curl: () => curl({ path: `/v1/admin/interactions/${id}/clean` }, place),
    run: () => act(id, 'clean'),
  };
}

function stop(id: string, place: Place): Action {
  return {
    who: 'As an operator',
    label: 'Stop',
    does: 'Ends its processing; it stays in its queue',
    curl: () => curl({ path: `/v1/admin/interactions/${id}/stop` }, place),
    run: () => act(id, 'stop'),
  };
}

/** The other end of the conversation: with an agent there, accepted invitations become chats. */
function beAgent(place: Place): Action {
  const body = { name: 'ann' };
  return {
    who: 'As an agent',
    label: 'Be the agent',
    does: 'Opens the desk; once you are ready there, an accepted invitation rings. The line makes an agent with a key',
    curl: () => curl({ path: '/v1/admin/agents', body }, place),
    run: openDesk,
  };
}

/** What is possible now. */
export function actionsFor(interaction: Interaction | null, place: Place): readonly Action[] {
  return [...actionsOn(interaction, place), beAgent(place)];
}

function actionsOn(interaction: Interaction | null, place: Place): readonly Action[] {
  if (interaction === null) return creations(place);
  const { id, state, status, registrationForm, displayedAt } = interaction;
  const unseen = [
    runOut(id, 'engagement', 'As at its deadline: it was not on screen in time', place),
    miss(id, place),
  ];
  if (state === 'Qualified')
    return [
      engage(id, 'chat', place),
      engage(id, 'callback', place),
      noengage(id, place),
      byRule(id, place),
      ...unseen,
      clean(id, place),
    ];
  if (state === 'Engaged') {
    const seen = runOut(id, 'abandoned', 'As if the page were gone: to Failed', place);
    return [noengage(id, place), ...(displayedAt ? [seen] : unseen), clean(id, place)];
  }
  const stopping = status === 'active' ? [stop(id, place)] : [];
  if (registrationForm?.status === 'pending') {
    const late = runOut(id, 'form', 'Its time ends now; it can still be sent', place);
    return [form(interaction, place), late, ...stopping];
  }
  const late = registrationForm?.status === 'expired' ? [form(interaction, place)] : [];
  return [...late, ...creations(place), ...stopping];
}
