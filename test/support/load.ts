/** What the service acknowledged of one interaction: the newest answer, and the one before. */
export interface Acknowledged {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

/** What is sent to make an interaction. */
export interface Creation {
  readonly visitId: string;
  readonly userData: { readonly code: string };
}

/** Everything that was answered with success before the connection broke. */
export interface Load {
  readonly interactions: ReadonlyMap<string, Acknowledged>;
  /** Creations that were asked for, answered or not, by the visit: it is their idempotency key too. */
  readonly creations: ReadonlyMap<string, Creation>;
  /** Versions of the option that were answered, with their values. */
  readonly options: ReadonlyMap<number, string>;
}

/** The option that the load changes all the time. */
export const CHANGED = 'engagement.abandonedTime';

interface View {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly token?: string;
}

/**
 * Loads a service with interactions that go their ways, and with option changes; calls `enough`
 * once so many answers came, and resolves when every connection is broken.
 */
export async function load(
  address: string,
  key: string,
  plan: { readonly round: number; readonly answers: number; enough(): void },
): Promise<Load> {
  const interactions = new Map<string, Acknowledged>();
  const creations = new Map<string, Creation>();
  const options = new Map<number, string>();
  let left = plan.answers;

  async function call<T>(method: string, path: string, body: object, more = {}): Promise<T> {
    const response = await fetch(`${address}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    left -= 1;
    if (left === 0) plan.enough();
    return answer;
  }

  function acknowledge({ id, version, state }: View): void {
    interactions.set(id, { id, version, state });
  }

  async function live(visitId: string, code: string): Promise<void> {
    const creation = { visitId, userData: { code } };
    creations.set(visitId, creation);
    const once = { 'idempotency-key': visitId };
    const created = await call<View>('POST', 'interactions', creation, once);
    acknowledge(created);
    const { id, token } = created;
    acknowledge(await call('POST', `interactions/${id}/engage`, {}));
    const post = async (what: string, body: object) => {
      const response = await fetch(`${address}/v1/interactions/${id}/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ ...body, token }),
      });
      if (response.ok) acknowledge((await response.json()) as View);
    };
    await post('disposition', { code });
    if (code === 'acceptCall') await post('registration-form', { fields: { code, visitId } });
  }

  async function visitor(number: number): Promise<void> {
    for (let count = 0; ; count += 1)
      await live(
        `${plan.round}-${number}-${count}`,
        ['acceptCall', 'reject', 'timeout'][count % 3] ?? 'reject',
      );
  }

  async function operator(): Promise<void> {
    for (let value = 60; ; value += 1) {
      const changed = await call<{ version: number; value: string }>(
        'PUT',
        `admin/options/${CHANGED}`,
        { value: plan.round * 10_000 + value },
      );
      options.set(changed.version, changed.value);
    }
  }

  const callers = [operator(), ...Array.from({ length: 12 }, (_, number) => visitor(number))];
  // A broken connection is how every caller has to end.
  for (const { reason } of (await Promise.allSettled(callers)) as PromiseRejectedResult[])
    if (!(reason instanceof TypeError) && !(reason instanceof SyntaxError)) throw reason;
  return { interactions, creations, options };
}
