import {
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { DecisionTable } from '../../decisions/decisions.js';
import { createClockMemory, followClock } from '../../service-time.js';
import { connect } from './open.js';
import { createPresence } from './presence.js';
import { tell } from './told-failures.js';
import type { FromWriter, Outcomes, ToldFailure, ToWriter, WriterData } from './writer-messages.js';
import { type Committed, createWriting, type Taken } from './writing.js';

/** What is still to come of a turn is looked for so often, and waited for so many times, in milliseconds. */
const LOOK_MS = 0.1;
const MOST_LOOKS = 20;
const NOBODY = new Int32Array(new SharedArrayBuffer(4));

/**
 * Runs the writer in this thread until it is told to close. What came of the commands of a transaction
 * goes over in one message, after it is on disk. Returns the connection, for tests.
 */
export function runWriter(decisions: DecisionTable): Database {
  const port = parentPort;
  if (port === null) throw new Error('this is a thread, not a program');
  const { file, clock, epoch, servingSince, limits } = workerData as WriterData;
  const post = (message: FromWriter): void => port.postMessage(message);
  const database = connect(file);
  const presence = createPresence(database);
  let answers: [number, unknown][] = [];
  let failures: [number, ToldFailure][] = [];
  let taken: Taken[] = [];
  let isPosting = false;
  let held = (_release: () => void): void => {};
  /** Whether more of a turn is on its way, of which commands are here. */
  let isMore = false;

  const writing = createWriting({
    database,
    time: followClock(createClockMemory(clock)),
    decisions,
    presence,
    epoch,
    servingSince,
    limits,
    holdReader: () =>
      new Promise((resolve) => {
        held = resolve;
        post({ type: 'hold' });
      }),
    gather,
    // Those who waited were answered just before, so that both go together.
    committed: deliver,
    taken: (one) => taken.push(one),
    onLogFailure: (error) => post({ type: 'log_failure', message: String(error) }),
  });

  function deliver(committed: Committed | null): void {
    if (committed === null && answers.length + failures.length === 0) return;
    const outcomes: Outcomes = {
      type: 'outcomes',
      answers,
      failures,
      committed,
      taken,
      logBytes: writing.logBytes(),
    };
    [answers, failures, taken] = [[], [], []];
    post(outcomes);
  }

  /** For what is known without a commit. */
  function deliverSoon(): void {
    if (isPosting) return;
    isPosting = true;
    queueMicrotask(() => {
      isPosting = false;
      deliver(null);
    });
  }

  async function close(): Promise<void> {
    await writing.stop();
    // Closing would write to files that are not those of the database any more.
    const isLost = presence.lost() !== undefined;
    if (!isLost) database.close();
    presence.close();
    post({ type: 'closed' });
    // A thread that ends closes its connections: one whose files are lost lives as long as the process.
    if (!isLost) port?.close();
  }

  presence.watch({
    lost: (words) => post({ type: 'lost', words }),
    back: () => post({ type: 'lost', words: null }),
  });
  port.on('message', hear);
  return database;

  /** The rest of a turn, and whatever else has come: the transaction under way takes it in. */
  function gather(): void {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const received = receiveMessageOnPort(port as MessagePort);
      if (received) hear(received.message as ToWriter);
      if (received || !isMore) return;
      Atomics.wait(NOBODY, 0, 0, LOOK_MS);
    }
    isMore = false;
  }

  function hear(message: ToWriter): void {
    switch (message.type) {
      case 'run':
        isMore = message.more;
        for (const [id, command] of message.commands)
          writing.run(
            command,
            (value) => {
              answers.push([id, value]);
              deliverSoon();
            },
            (error) => {
              failures.push([id, tell(error)]);
              deliverSoon();
            },
          );
        break;
      case 'held':
        held(() => post({ type: 'release' }));
        break;
      case 'ping':
        post({ type: 'pong' });
        break;
      case 'close':
        void close();
    }
  }
}
