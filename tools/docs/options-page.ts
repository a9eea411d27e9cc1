import { CLOCK_RULES } from '#src/domain/interactions/clocks.js';
import { CATALOGUE, OPTION_KEYS } from '#src/domain/options/catalogue.js';
import { code, generatedFrom, table } from './markdown.js';

/** The text of `docs/options.md`, made from the option catalogue. */
export function optionsPage(): string {
  const definitions = OPTION_KEYS.map((key) => CATALOGUE[key]);
  const sections = [...new Set(definitions.map(({ section }) => section))];
  return `${[
    generatedFrom('src/domain/options/catalogue.ts'),
    '# Options',
    INTRO,
    ...sections.flatMap((section) => [
      `## Section \`${section}\``,
      table(
        ['Option', 'Default', 'Valid', 'Meaning'],
        definitions
          .filter((definition) => definition.section === section)
          .map(({ name, default: fallback, kind, description }) => [
            code(name),
            fallback === '' ? 'not set' : code(fallback),
            kind.valid,
            description,
          ]),
      ),
    ]),
    '## Queue names',
    QUEUE_NAMES,
    '## Times',
    TIMES,
    '## Auto-stop',
    AUTO_STOP,
    '## Contacts and phone numbers',
    USER_DATA,
  ].join('\n\n')}\n`;
}

const INTRO = `Options are kept in the database, are the same for every process of the service, and take effect
the moment they are changed: nothing has to be restarted. A text that is not valid is refused with
the valid values, and the old value stays. Texts are taken literally: no spaces around them, no sign
and no leading zero before a number, \`true\` and \`false\` in lower case.`;

const QUEUE_NAMES = `A queue option names an Interaction Queue, and that queue must have been provisioned before. Letters
are those from A to Z in either case; a space may stand within a name but not at its ends; the
longest name has 255 characters. Two options may name the same queue.

The name is read when an interaction is placed. Those already placed stay where they are when an
option changes, and later placements use the new name. What happens to an interaction follows its
state, so a queue of another name behaves like the default queue of that state until it is given
routing or cleaning of its own.`;

const TIMES = `${code(...Object.values(CLOCK_RULES).map(({ seconds }) => CATALOGUE[seconds].name))}
are lengths. A deadline is never stored; it is worked out from the moment the clock started and the
length in force, so a change reaches what is already waiting:

- a shorter time brings pending deadlines forward. What thereby is overdue expires at the moment of
  the change, not earlier;
- a longer time puts pending deadlines off, but revives nothing that was due at the change;
- what was due before a change is settled with all the option values of that time, its queue's name
  and auto-stop included, even when it is noticed later.

[The life of an interaction](lifecycle.md#clocks) tells what each clock does.`;

const AUTO_STOP = `While ${code(CATALOGUE.autoStop.name)} is on, arriving in a terminal queue and being
stopped are one change, and the history shows both. While it is off, the interaction stays active
there until it is stopped or cleaned. A change of the option counts for arrivals from then on.
Stopping does not end the time to complete a registration form.`;

const USER_DATA = `User data are texts under keys. ${code(CATALOGUE.userIdentifier.name)} says which key
tells one contact from another, and ${code(CATALOGUE.phoneNumber.name)} under which key the number to
call is found. Both are looked up in the user data together with the fields of the completed form,
where the form's value counts if there are two. Keys tell upper from lower case.`;
