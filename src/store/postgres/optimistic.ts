import { performance } from 'node:perf_hooks';
import type { Clock } from '../../clock.js';
import type { Change, TallyRow } from '../../decisions/change.js';
import type { Context, Target } from '../../decisions/context.js';
import type { DecisionName, DecisionTable } from '../../decisions/decisions.js';
import type { Identity, Moment } from '../../domain/interactions/interaction.js';
import type { DecisionTimes } from '../decision-times.js';
import { createDeltas, type Deltas } from '../deltas.js';
import { createTelling, type Telling } from '../telling.js';
import type { Adopted } from './adopted.js';
import { toldOf, writeLine } from './feed.js';
import { createHeld, type Held } from './held.js';
import { beginBounded, type Link } from './link.js';
import { contactIn, contactOf, isRead, type Looked, lookAt } from './looking.js';
import { RECORD_WRITERS, writeMessages } from './rows/record-writes.js';
import { addUp, type KnownLabels, writeTallies } from './tallies.js';
import {
  bindIdentities,
  guardSettings,
  guardVisits,
  keepAnswers,
  ofKind,
  writeInteractions,
} from './together.js';
import { ANSWER_LIFETIME_MS, writeCounters } from './writes.js';
import { createWriting, type Writing } from './writing.js';

/** A decision that was asked for. */
export interface Asked {
  readonly name: DecisionName;
  readonly args: never;
}

/** Decisions that were committed, or are known not to be. */
export interface Together {
  /** Of the first of them; the others wait for the next time. */
  readonly results: readonly unknown[];
  readonly telling: Telling;
}

/** What is written together; whatever else a decision comes to, it is decided alone. */
const WRITTEN: ReadonlySet<Change['kind']> = new Set([
  'interaction',
  'message',
  'kept_answer',
  'refusal',
  'audit',
  'tally',
]);

export interface OptimisticSettings {
  readonly link: Link;
  readonly node: string;
  readonly clock: Clock;
  readonly decisions: DecisionTable;
  readonly adopted: Adopted;
  readonly labels: KnownLabels;
  readonly times: DecisionTimes;
  /** For so long it waits for a lock, in milliseconds. */
  readonly maxLockMs: number;
}

/** What several decisions come to. */
interface Decided {
  readonly results: unknown[];
  readonly changes: Change[];
  readonly deltas: Deltas;
  readonly telling: Telling;
  /** That something is made for, with how often they were moved before. */
  readonly visits: Map<string, number>;
  /** Those that are new. */
  readonly identities: Identity[];
  newest: Moment;
}

/** Something of an interaction that is in one row with its history, and takes no identity away. */
const isPlain = (change: Change): boolean =>
  change.kind !== 'interaction' ||
  ((change.before?.identity ?? change.after.identity)?.id === change.after.identity?.id &&
    change.after.erasedAt === (change.before?.erasedAt ?? null));

/**
 * Decides without a lock: everything is read in one flight, decided, and written in another that fails
 * as a whole when anything is not as it was read. No node waits for the round trips of another, or for
 * one that has stopped.
 */
export function createOptimistic({
  link,
  node,
  clock,
  decisions,
  adopted,
  labels,
  times,
  maxLockMs,
}: OptimisticSettings) {
  const begin = beginBounded(maxLockMs);
  const held = createHeld(link.sql);
  const targetOf = ({ name, args }: Asked): Target => decisions[name].target(args);

  /** Runs a decision on what was read; null when it needs more, or comes to more. */
  function run({ name, args }: Asked, context: Context) {
    const startedAt = performance.now();
    const decision = decisions[name].decide(args, context);
    if ('needs' in decision) return null;
    const { changes = [], result } = decision;
    if (!changes.every((change) => WRITTEN.has(change.kind) && isPlain(change))) return null;
    times.note(name, 0, performance.now() - startedAt, 1);
    return { changes, result };
  }

  /**
   * Decides as many as stand on nothing that one before them changed; null when one of those has to be
   * decided alone: then all are, so that what came in one turn shares a commit.
   */
  function decideAll(
    asked: readonly Asked[],
    targets: readonly Target[],
    looked: Looked,
  ): Decided | null {
    const settings = adopted.last();
    const made: Decided = {
      results: [],
      changes: [],
      deltas: createDeltas(),
      telling: createTelling(),
      visits: new Map(),
      identities: [],
      newest: looked.newest,
    };
    const touched = new Set<string>();
    for (const [index, each] of asked.entries()) {
      const target = targets[index] ?? {};
      const { interaction, visit, answer } = target;
      const names = [
        interaction,
        visit && `visit ${visit}`,
        answer && `answer ${JSON.stringify(answer)}`,
        contactIn(target, settings),
      ].filter((name) => name !== undefined && name !== '');
      if (names.some((name) => touched.has(String(name)))) break;
      const now = Math.max(made.newest, clock.now());
      const context = looked.contextOf(target, now, clock, settings);
      const decided = context && run(each, context);
      if (!decided) return null;
      const { changes, result } = decided;
      made.newest = now;
      made.results.push(result);
      made.changes.push(...changes);
      if (changes.length === 0) continue;
      for (const name of names) touched.add(String(name));
      for (const change of ofKind(changes, 'interaction')) {
        const { before, after } = change;
        touched.add(after.id);
        const { identity } = after;
        // Whoever names the same contact finds the identity that is made here.
        if (identity && identity.id !== before?.identity?.id && !looked.knows(identity.id)) {
          made.identities.push(identity);
          touched.add(contactOf(identity));
        }
        if (after.visitId !== null) touched.add(`visit ${after.visitId}`);
        if (before === undefined && after.visitId !== null)
          made.visits.set(after.visitId, looked.changesOf(after.visitId));
        made.deltas.count(change);
      }
      made.telling.note(changes, settings);
    }
    return made;
  }

  function writeAll(writing: Writing, made: Decided, rows: readonly TallyRow[]): void {
    const { changes, deltas, visits, identities, newest } = made;
    const ageTime = clock.agePause() === null ? clock.ageTime() : null;
    const forgetBefore = ageTime === null ? 0 : ageTime - ANSWER_LIFETIME_MS;
    const using = { now: newest, forgetBefore, unbind: deltas.unbind };
    guardSettings(writing, adopted.last().revision);
    guardVisits(writing, visits, newest);
    bindIdentities(writing, identities);
    writeInteractions(writing, ofKind(changes, 'interaction'));
    const answers = ofKind(changes, 'kept_answer').map(({ answer }) => answer);
    keepAnswers(writing, answers, clock.ageTime() - ANSWER_LIFETIME_MS);
    for (const change of ofKind(changes, 'refusal')) RECORD_WRITERS.refusal(writing, change, using);
    for (const change of ofKind(changes, 'audit')) RECORD_WRITERS.audit(writing, change, using);
    writeTallies(writing, rows);
    writeCounters(writing, deltas);
    // Last: its row is what others wait for.
    writeMessages(
      writing,
      ofKind(changes, 'message').map(({ message }) => message),
    );
  }

  /** Which of some decisions a way of looking finds to stand on what somebody holds. */
  async function heldBy(look: Held['look'], asked: readonly Asked[]): Promise<ReadonlySet<Asked>> {
    const targets = new Map(asked.map((each) => [each, targetOf(each)]));
    const found = await look([...targets.values()]);
    return new Set([...targets].flatMap(([each, target]) => (found.has(target) ? [each] : [])));
  }

  return {
    /** Whether a decision is read for together with others. */
    isTogether: (asked: Asked): boolean => isRead(targetOf(asked)),
    /** Those that stand on what somebody holds who is none of the nodes. */
    held: (asked: readonly Asked[]) => heldBy(held.look, asked),
    /** Those of them that did so before, and still do. */
    stillHeld: (asked: readonly Asked[]) => heldBy(held.still, asked),
    /**
     * Decides the first of some, and commits them; null when they cannot be decided so.
     * Rejects when anything was not as it was read: then none of them is stored. `onCommit` hears when
     * the commit is sent, with what is committed if it is.
     */
    async decide(
      asked: readonly Asked[],
      token: string,
      onCommit: (together: Together) => void,
    ): Promise<Together | null> {
      const targets = asked.map(targetOf);
      const looked = await lookAt(link.sql, targets, adopted.last());
      await adopted.upTo(looked.revision);
      if (adopted.last().revision !== looked.revision) return null;
      const made = decideAll(asked, targets, looked);
      if (made === null) return null;
      const { results, telling, changes } = made;
      if (changes.length === 0) return { results, telling };
      const tallied = ofKind(changes, 'tally').flatMap(({ rows }) => rows);
      const rows = await addUp(link.sql, tallied, labels);
      await link.flight(begin, (sql) => {
        const writing = createWriting(sql);
        // First: it waits here for whoever has to be alone, and stands in the way of the next one.
        const line = { token, node, at: made.newest, told: toldOf(telling) };
        const written = writeLine(sql, line);
        writeAll(writing, made, rows);
        onCommit({ results, telling });
        return Promise.all([written, writing.done()]);
      });
      return { results, telling };
    },
  };
}
