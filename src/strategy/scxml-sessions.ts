import type { Clock } from '../clock.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { LimitName } from '../domain/strategies/session-limits.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import type { Ended, Host, Opening } from '../scxml/host.js';
import type { InterpreterStats, Interpreters } from '../scxml/interpreters.js';

/** Sessions that are remembered with their traces: those that failed, and some of the others. */
const MOST_FAILED = 50;
const MOST_OTHERS = 20;
/** How long a trace is kept, in milliseconds: it may hold what the document logged of a person. */
const KEPT_MS = 60 * 60 * 1000;

/** What a session decides on. */
export interface About {
  readonly noun: 'interaction' | 'chat';
  readonly id: string;
}

/** A session that has ended, as operators look at it. */
export interface SessionRecord extends About, Ended {
  readonly name: string;
  readonly version: number;
  readonly startedAt: Moment;
  readonly endedAt: Moment;
  /** What was decided; null for nothing. */
  readonly decision: string | null;
}

/** What sessions add up to since the start. */
export interface SessionCounts {
  readonly ended: Readonly<Record<string, number>>;
  readonly decisions: Readonly<Record<string, number>>;
  readonly kills: Readonly<Partial<Record<LimitName, number>>>;
}

/** Runs the sessions of strategies, counts them, and remembers how the last of them went. */
export interface Sessions {
  run(
    version: StrategyVersion,
    opening: Opening,
    host: Host,
    about: About,
    signal: AbortSignal,
    /** What was decided by its end. */
    decision: () => string | null,
  ): Promise<Ended>;
  /** Newest first. */
  records(name: string): readonly SessionRecord[];
  counts(): SessionCounts;
  stats(): Omit<InterpreterStats, 'ended'>;
}

/** Where sessions run, by what they decide on: chats that wait long keep no interaction from its decision. */
export type InterpretersFor = Readonly<Record<About['noun'], Pick<Interpreters, 'run' | 'stats'>>>;

export function createSessions(interpreters: InterpretersFor, clock: Pick<Clock, 'now'>): Sessions {
  let failed: SessionRecord[] = [];
  let others: SessionRecord[] = [];
  const ended: Record<string, number> = {};
  const decisions: Record<string, number> = {};
  const kills: Partial<Record<LimitName, number>> = {};

  const count = <K extends string>(counts: Partial<Record<K, number>>, word: K): void => {
    counts[word] = (counts[word] ?? 0) + 1;
  };

  function note(record: SessionRecord): void {
    const isFailed = record.how === 'killed' || record.how === 'failed' || record.decision === null;
    if (isFailed) failed = [record, ...failed].slice(0, MOST_FAILED);
    else others = [record, ...others].slice(0, MOST_OTHERS);
    count(ended, record.how);
    if (record.decision !== null) count(decisions, record.decision);
    if (record.limit !== null) count(kills, record.limit);
  }

  return {
    async run(version, opening, host, about, signal, decision) {
      const startedAt = clock.now();
      const how = await interpreters[about.noun].run(version, opening, host, signal);
      const { name, version: number } = version;
      note({
        ...about,
        ...how,
        name,
        version: number,
        startedAt,
        endedAt: clock.now(),
        decision: decision(),
      });
      return how;
    },
    records(name) {
      const since = clock.now() - KEPT_MS;
      const isKept = ({ endedAt }: SessionRecord) => endedAt >= since;
      [failed, others] = [failed.filter(isKept), others.filter(isKept)];
      return [...failed, ...others]
        .filter((each) => each.name === name)
        .sort((a, b) => b.endedAt - a.endedAt);
    },
    counts: () => ({ ended: { ...ended }, decisions: { ...decisions }, kills: { ...kills } }),
    stats() {
      const all = [interpreters.interaction.stats(), interpreters.chat.stats()];
      const sum = (of: 'running' | 'waiting' | 'replaced') =>
        all.reduce((total, each) => total + each[of], 0);
      return { running: sum('running'), waiting: sum('waiting'), replaced: sum('replaced') };
    },
  };
}

/** Why a session came to no decision, as a line of the history has it. */
export function failureOf({ how, limit, detail }: Ended): { detail: string; words?: string } {
  const words = detail === null ? {} : { words: detail };
  if (how === 'killed') return { detail: `limit ${limit}`, ...words };
  if (how === 'failed') return { detail: 'session failed', ...words };
  return { detail: how === 'final' ? 'ended without a decision' : 'stopped without a decision' };
}
