import { readReference } from '../strategies/reference.js';
import { type AnyObject, type ObjectOf, ofKind } from './kinds.js';
import type { User } from './uses.js';

/** The strategies that an Enhanced Routing object names: who decides, then who does when that one does not start. */
export function namedBy({
  properties,
}: Pick<ObjectOf<'enhanced-routing'>, 'properties'>): readonly string[] {
  const { url, 'alternate-url': alternate } = properties.annex.Application;
  return alternate === undefined ? [url] : [url, alternate];
}

const isOf = (name: string) => (text: string) => readReference(text)?.name === name;

/** What routes to a stored strategy: Enhanced Routing objects, and the setting of the process. */
export function usersOfStrategy(
  name: string,
  objects: readonly AnyObject[],
  setting: string | undefined,
): readonly User[] {
  return [
    ...ofKind(objects, 'enhanced-routing')
      .filter((routing) => namedBy(routing).some(isOf(name)))
      .map(({ kind, name: user }): User => ({ kind, name: user })),
    ...(setting !== undefined && isOf(name)(setting)
      ? [{ kind: 'setting', name: 'STRATEGY' } as const]
      : []),
  ];
}

/** Addresses that are asked as webhooks and look as if they were documents, a sentence each. */
export function documentWarnings(
  routing: Pick<ObjectOf<'enhanced-routing'>, 'properties'>,
): readonly string[] {
  return namedBy(routing)
    .filter((text) => /^https?:\/\/[^?#]*\.scxml(?:[?#]|$)/i.test(text))
    .map(
      (url) =>
        `${url} is asked as a webhook; a document that is to run here is pushed (PUT /v1/admin/strategies/{name}) and named as scxml:<name>.`,
    );
}
