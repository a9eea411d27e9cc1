import type { Settings } from '../../decisions/settings.js';
import { ofKind } from '../../domain/objects/kinds.js';
import type { Misfit } from '../../domain/problems.js';
import type { ChatFilter, DeliveryFilter, QueueCounts } from '../../store/lists.js';
import type { Page } from '../../store/page.js';
import type { Store } from '../../store/store.js';
import { noSuch } from '../../text/near.js';
import { validationProblem } from './problems.js';

type Known = boolean | readonly string[];

/** A parameter of a list that names something, which there has to be. */
export interface Naming {
  readonly parameter: string;
  /** What is named, in words that follow "There is no". */
  readonly what: string;
  /** Undefined when the parameter was not given. */
  readonly name: string | undefined;
  /** Every name there is; or whether there is this one, where they are too many to tell. */
  known(name: string): Known | Promise<Known>;
}

/**
 * Refuses a page that is empty because its filter names nothing: that there are none of it would look
 * like an answer. Visits and visitors are not for us to know: theirs may be empty.
 */
export async function checkNames(page: Page<unknown>, ...namings: readonly Naming[]) {
  if (page.items.length > 0) return;
  const misfits: Misfit[] = [];
  for (const { parameter, what, name, known } of namings) {
    if (name === undefined) continue;
    const names = await known(name);
    const isKnown = typeof names === 'boolean' ? names : names.includes(name);
    if (isKnown) continue;
    const detail = noSuch(what, name, typeof names === 'boolean' ? undefined : names);
    misfits.push({ pointer: `#/${parameter}`, detail });
  }
  if (misfits.length > 0) throw validationProblem(misfits);
}

/** The queues there are: every provisioned one, then those that only still hold something. */
export function queueNamesOf(
  { objects }: Settings,
  counts: readonly QueueCounts[],
): readonly string[] {
  const provisioned = ofKind(objects, 'interaction-queues').map(({ name }) => name);
  return [...new Set([...provisioned, ...counts.map(({ queue }) => queue)])];
}

/** The parameter `queue` of a list. */
export const queueNaming = (
  name: string | undefined,
  settings: Settings,
  store: Pick<Store, 'read'>,
): Naming => ({
  parameter: 'queue',
  what: 'queue',
  name,
  known: async () => queueNamesOf(settings, await store.read('queueCounts')),
});

/** The parameter `interactionId` of a list. */
const interactionNaming = (name: string | undefined, store: Pick<Store, 'read'>): Naming => ({
  parameter: 'interactionId',
  what: 'interaction',
  name,
  known: async (id) => (await store.read('interaction', id)) !== null,
});

/** What a filter of chats names, which there has to be. */
export const chatNamings = (
  { queue, agent, interactionId }: Pick<ChatFilter, 'queue' | 'agent' | 'interactionId'>,
  settings: Settings,
  store: Pick<Store, 'read'>,
): readonly Naming[] => [
  queueNaming(queue, settings, store),
  {
    parameter: 'agent',
    what: 'agent',
    name: agent,
    known: () => [...settings.agentByName.keys()],
  },
  interactionNaming(interactionId, store),
];

/** What a filter of deliveries names, which there has to be. */
export const deliveryNamings = (
  { endpointId, interactionId }: Pick<DeliveryFilter, 'endpointId' | 'interactionId'>,
  { endpoints }: Settings,
  store: Pick<Store, 'read'>,
): readonly Naming[] => [
  {
    parameter: 'endpointId',
    what: 'webhook endpoint',
    name: endpointId,
    known: () => endpoints.map(({ id }) => id),
  },
  interactionNaming(interactionId, store),
];
