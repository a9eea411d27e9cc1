import type { Clock } from '../clock.js';
import type { ObjectOutcome, ObjectWrite } from '../decisions/objects.js';
import {
  type AnyObject,
  find,
  type Kind,
  ofKind,
  type Properties,
} from '../domain/objects/kinds.js';
import { createId } from '../ids.js';
import type { Store } from '../store/store.js';

/** The provisioned objects, as operators inspect and edit them. */
export interface Registry {
  /** In the order in which they were made. */
  list(kind: Kind): readonly AnyObject[];
  get(kind: Kind, name: string): AnyObject | undefined;
  /** Makes an object or replaces its properties; the same properties again change nothing. */
  put<K extends Kind>(
    kind: K,
    name: string,
    properties: Properties[K],
    write: ObjectWrite,
  ): Promise<ObjectOutcome>;
  /** Takes an object away, unless something depends on it. */
  remove(kind: Kind, name: string, write: ObjectWrite): Promise<ObjectOutcome>;
}

export function createRegistry(store: Store, clock: Pick<Clock, 'now'>): Registry {
  const all = (): readonly AnyObject[] => store.lastSettings().objects;
  return {
    list: (kind) => ofKind(all(), kind) as readonly AnyObject[],
    get: (kind, name) => find(all(), kind, name) as AnyObject | undefined,
    put: (kind, name, properties, write) => {
      const object = { kind, name, properties } as Pick<AnyObject, 'kind' | 'name' | 'properties'>;
      return store.apply('putObject', { seed: createId(clock.now()), object, ...write });
    },
    remove: (kind, name, write) => store.apply('removeObject', { kind, name, ...write }),
  };
}
