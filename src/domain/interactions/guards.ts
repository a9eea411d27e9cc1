import type { OptionValues } from '../options/catalogue.js';
import type { Event, Interaction, UserData } from './interaction.js';
import type { GuardName } from './table.js';

type Guard = (interaction: Interaction, event: Event, options: OptionValues) => boolean;

function sameEntries(a: UserData, b: UserData): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Whether anybody could be called; a key like `constructor` must not find an inherited value. */
function hasDigits(userData: UserData, key: string): boolean {
  return Object.hasOwn(userData, key) && /\p{Nd}/u.test(userData[key] ?? '');
}

const formIsOpen = (interaction: Interaction): boolean =>
  interaction.form?.status === 'pending' || interaction.form?.status === 'expired';

/** The conditions of the transition table, by name. */
export const GUARDS: Readonly<Record<GuardName, Guard>> = {
  displayed: (interaction) => interaction.displayedAt !== null,
  missedIsUsed: (_interaction, _event, options) => options.queueMissed !== null,
  endedByClock: ({ reason }) => reason === 'engagement_expired' || reason === 'abandoned',
  endedByStrategy: ({ reason }) => reason === 'not_engaged',
  formPending: ({ form }) => form?.status === 'pending',
  formExpired: ({ form }) => form?.status === 'expired',
  sameFields: ({ form }, event) =>
    event.type === 'formCompleted' &&
    form !== null &&
    form.completedAt !== null &&
    sameEntries(form.fields, event.fields),
  phoneNumberMissing: (interaction, event, options) =>
    event.type === 'formCompleted' &&
    formIsOpen(interaction) &&
    interaction.channel === 'proactiveCallback' &&
    !hasDigits({ ...interaction.userData, ...event.fields }, options.phoneNumber),
  stopped: ({ stoppedAt }) => stoppedAt !== null,
  erased: ({ erasedAt }) => erasedAt !== null,
};
