import type { Clock } from '../clock.js';
import type { Moment, UserData } from '../domain/interactions/interaction.js';
import { dataFits, editedData } from '../domain/interactions/user-data.js';
import { LIMITS } from '../domain/limits.js';
import { Problem } from '../domain/problems.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import { readGatewayCall } from '../engine/gateway.js';
import type {
  Action,
  Ended,
  FetchAction,
  OpeningInteraction,
  SessionEvent,
} from '../scxml/host.js';
import type { Interpreters } from '../scxml/interpreters.js';
import { answered, editOf, refusedAction } from './scxml-answers.js';
import {
  fetched,
  fetchFailed,
  gatewayCallIn,
  gatewayMembersOf,
  outgoingOf,
} from './scxml-fetch.js';
import { createOpening, type Surroundings } from './scxml-opening.js';
import { routeOf } from './scxml-targets.js';

/** A dry run is over after this time, in milliseconds. */
const MOST_MS = 10_000;

/** What somebody would have answered. */
export interface ScriptedAnswer {
  /** Of a fetch: its request id, or the beginning of its address; of the next one when left out. */
  readonly fetch?: string | undefined;
  /** Of a submit: the name of a target. */
  readonly submit?: string | undefined;
  readonly status?: number | undefined;
  readonly body?: unknown;
  /** Who takes the chat; nobody in time when null or left out. */
  readonly agent?: string | null | undefined;
}

/** What a session is tried on. */
export interface Trial {
  readonly version: StrategyVersion;
  readonly subject: OpeningInteraction;
  readonly noun: 'interaction' | 'chat';
  readonly answers: readonly ScriptedAnswer[];
  /** Where the clock of the session begins; now when left out. */
  readonly at?: Moment | undefined;
  readonly clock: 'real' | 'virtual';
}

/** One thing that a session asked for, and the event that answered it. */
export interface TriedAction {
  readonly type: Action['type'];
  readonly file: string;
  readonly line: number;
  /** In short what was asked. */
  readonly asked: string;
  readonly answer: string | null;
}

/** What a dry run came to: nothing was called, and nothing stored. */
export interface Tried extends Ended {
  /** What would have been decided first; null for nothing. */
  readonly decision: 'engage' | 'noengage' | 'route' | 'end' | null;
  readonly channel: string | null;
  readonly reason: string | null;
  /** Where a chat would have gone last. */
  readonly route: object | null;
  readonly userData: UserData;
  readonly actions: readonly TriedAction[];
}

export interface DryRuns {
  /** Throws a `Problem` when as many are under way as may. */
  try(trial: Trial): Promise<Tried>;
}

export interface DryRunDependencies extends Surroundings {
  readonly interpreters: Pick<Interpreters, 'run'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}

/** In short, for a line of a list. */
function askedOf(action: Action): string {
  switch (action.type) {
    case 'fetch':
      return `${action.method} ${outgoingOf(action)?.url ?? action.url}`;
    case 'submit':
      return action.targets
        .map(({ kind, name, expression }) => `${kind} ${expression ?? name}`)
        .join(', ');
    case 'redirect':
      return action.to;
    case 'terminate':
      return action.reason ?? '';
    case 'setuData':
      return Object.keys(action.data).join(', ');
    case 'deleteuData':
      return action.key ?? '*';
    default:
      return '';
  }
}

const bodyText = (body: unknown): string =>
  body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);

/** What is found out while a session is tried. */
class Trying {
  decision: Tried['decision'] = null;
  channel: string | null = null;
  reason: string | null = null;
  route: object | null = null;
  readonly actions: TriedAction[] = [];
  private readonly answers: ScriptedAnswer[];
  private data: UserData;

  constructor(private readonly trial: Trial) {
    this.answers = [...trial.answers];
    const { udata } = trial.subject;
    this.data = Object.fromEntries(
      Object.entries(udata).filter((entry): entry is [string, string] => {
        return typeof entry[1] === 'string' && !entry[0].startsWith('WebEngagement.');
      }),
    );
  }

  get userData(): UserData {
    return this.data;
  }

  /** Each answer is given once, the first that fits. */
  private take(fits: (answer: ScriptedAnswer) => boolean): ScriptedAnswer | undefined {
    const at = this.answers.findIndex(fits);
    return at < 0 ? undefined : this.answers.splice(at, 1)[0];
  }

  act(action: Action): SessionEvent {
    const event = action.type === 'fetch' ? this.fetch(action) : this.other(action);
    const { type, file, line } = action;
    this.actions.push({ type, file, line, asked: askedOf(action), answer: event.name });
    return event;
  }

  private fetch(action: FetchAction): SessionEvent {
    const { requestId, url } = action;
    const type = gatewayCallIn(action);
    if (type === undefined) {
      const scripted = this.take(
        ({ fetch, submit }) =>
          submit === undefined &&
          (fetch === undefined || fetch === requestId || url.startsWith(fetch)),
      );
      return scripted
        ? fetched(requestId, scripted.status ?? 200, bodyText(scripted.body))
        : fetchFailed(requestId, 'no_answer', 'the dry run has no answer for it');
    }
    if (this.trial.noun === 'chat') return fetchFailed(requestId, 400, 'it is about a chat');
    const members = gatewayMembersOf(action, type);
    const call = typeof members === 'string' ? members : readGatewayCall(type, members);
    if (typeof call === 'string') return fetchFailed(requestId, 400, call);
    if ('misfit' in call) return fetchFailed(requestId, 400, call.misfit.detail);
    if (this.decision !== null && this.decision !== type)
      return fetchFailed(requestId, 400, 'the first decision stands');
    this.decision = type;
    const { event } = call;
    if (event.type === 'engage') this.channel = event.channel ?? null;
    else this.reason = event.detail ?? null;
    return fetched(requestId, 200, JSON.stringify({ status: 'OK' }));
  }

  private other(action: Exclude<Action, { type: 'fetch' }>): SessionEvent {
    const { noun, subject } = this.trial;
    const refuse = (error: string, description?: string) =>
      refusedAction(action, subject.id, error, description);
    switch (action.type) {
      case 'submit': {
        if (noun === 'interaction') return refuse('not_allowed');
        const to = routeOf(action);
        if (typeof to === 'string') return refuse('refused', to);
        this.decision ??= 'route';
        this.route = to;
        const names = action.targets.map(({ name }) => name);
        const scripted = this.take(({ submit }) => submit !== undefined && names.includes(submit));
        return scripted?.agent
          ? answered(action, subject.id, { resource: scripted.agent, targetselected: names[0] })
          : refuse('timeout', 'no agent took it in time');
      }
      case 'redirect':
        if (noun === 'interaction') return refuse('not_allowed');
        this.decision ??= 'route';
        this.route ??= { agent: action.to };
        return answered(action, subject.id);
      case 'terminate':
        if (this.decision === null) {
          this.decision = noun === 'chat' ? 'end' : 'noengage';
          this.reason = action.reason;
        }
        return answered(action, subject.id);
      case 'setuData':
      case 'deleteuData': {
        const data = editedData(this.data, editOf(action));
        if (!dataFits(data)) return refuse('too_much');
        this.data = data;
        return answered(action, subject.id, { udata: { ...subject.udata, ...data } });
      }
      case 'cancel':
      case 'attach':
      case 'detach':
        return answered(action, subject.id);
    }
  }
}

export function createDryRuns(dependencies: DryRunDependencies): DryRuns {
  const { interpreters, clock } = dependencies;
  let underWay = 0;

  async function run(trial: Trial): Promise<Tried> {
    const { version, subject, at = clock.now() } = trial;
    const opening = await createOpening(dependencies, version, subject, at, trial.clock);
    const trying = new Trying(trial);
    const controller = new AbortController();
    const disarm = clock.after(MOST_MS, () => controller.abort());
    const host = { act: async (action: Action) => trying.act(action) };
    const ended = await interpreters.run(version, opening, host, controller.signal);
    disarm();
    const { decision, channel, reason, route, userData, actions } = trying;
    return { ...ended, decision, channel, reason, route, userData, actions };
  }

  return {
    async try(trial) {
      const { most } = LIMITS.dryRuns;
      if (underWay >= most)
        throw new Problem(
          'overloaded',
          `${underWay} dry runs are under way; try again when one has ended.`,
          {},
          { 'retry-after': '1' },
        );
      underWay += 1;
      try {
        return await run(trial);
      } finally {
        underWay -= 1;
      }
    },
  };
}
