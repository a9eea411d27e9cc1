import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where a client is to be stopped. */
export interface Stop {
  /** The statement, counted from the first one that concerns the mark. */
  readonly at: number;
  /** Before the server gets it, or when the server has done it and its answer is on its way. */
  readonly when: 'before' | 'after';
  /** What is counted: from when a connection names this, and what is in transactions of decisions. */
  readonly mark: string;
  /** Ends the client itself, when that is a process. */
  readonly kill?: () => void;
}

/** A proxy between one client and a server that counts statements and stops the client at one of them. */
export interface BreakingProxy {
  readonly port: number;
  /**
   * Stops the client: its connections close, and it gets no others. Resolves when that is done. What the
   * server has by then it has, as when a process is killed.
   */
  stop(stop: Stop): Promise<void>;
  /** Statements counted since the last `stop`. */
  counted(): number;
  close(): Promise<void>;
}

const BEGIN = 'begin isolation level read committed';
/** Of the client: a prepared statement runs, a text of statements runs, and what was sent is to be answered. */
const RUN = 'EQS';
/** Of the server: a statement is done, or had no words; all is answered; one failed. */
const [DONE, READY, FAILED] = ['CI', 'Z', 'E'];

/** What is on its way, by what it ends with. */
function createUnderWay() {
  const waiting: { readonly kind: string; readonly isLast: boolean }[] = [];
  return {
    sent: (kind: string, isLast: boolean) => waiting.push({ kind, isLast }),
    /** Whether the last one that may be answered is, by a message of the server. */
    answered(kind: string): boolean {
      const ended = [];
      const [first] = waiting;
      if (DONE.includes(kind) && first?.kind === 'E') ended.push(waiting.shift());
      // What comes after one that failed is passed over.
      if (kind === FAILED) while (waiting[0]?.kind === 'E') ended.push(waiting.shift());
      if (kind === READY && first?.kind !== 'E') ended.push(waiting.shift());
      return ended.some((each) => each?.isLast);
    },
  };
}

/** Takes whole messages off a stream; each has a letter and its own length, but for the client's first. */
function createMessages(isFirstBare: boolean) {
  let rest = Buffer.alloc(0);
  let isBare = isFirstBare;
  return (data: Buffer): readonly Buffer[] => {
    rest = Buffer.concat([rest, data]);
    const whole: Buffer[] = [];
    for (;;) {
      const head = isBare ? 0 : 1;
      if (rest.length < head + 4) return whole;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return whole;
      whole.push(rest.subarray(0, length));
      rest = rest.subarray(length);
      isBare = false;
    }
  };
}

/** Its letter; the first of a client has none. */
const kindOf = (message: Buffer): string =>
  message[0] === 0 ? ' ' : String.fromCharCode(message[0] ?? 0);

export async function startBreaking(port: number): Promise<BreakingProxy> {
  const sockets = new Set<Socket>();
  let armed: { readonly stop: Stop; readonly done: () => void } | undefined;
  let count = 0;
  let isStopped = false;

  function end(): void {
    if (armed === undefined) return;
    const { stop, done } = armed;
    armed = undefined;
    isStopped = true;
    stop.kill?.();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    done();
  }

  const server = createServer((client) => {
    if (isStopped) return void client.destroy();
    const upstream = connect(port, '127.0.0.1');
    const asked = createMessages(true);
    const answered = createMessages(false);
    const underWay = createUnderWay();
    let isCounted = false;
    let isHolding = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // Each message is written by itself.
      socket.setNoDelay();
      const close = (): void => {
        client.destroy();
        upstream.destroy();
      };
      socket.on('error', close);
      socket.on('close', close);
    }
    client.on('data', (data) => {
      for (const message of asked(data)) {
        const stop = armed?.stop;
        isCounted ||=
          stop !== undefined && (message.includes(stop.mark) || message.includes(BEGIN));
        const kind = kindOf(message);
        const isStatement = kind === 'E' || kind === 'Q';
        if (stop && isCounted && isStatement) {
          count += 1;
          if (count === stop.at && stop.when === 'before') return end();
        }
        const isLast = isCounted && count === stop?.at;
        if (isHolding) continue;
        if (RUN.includes(kind)) underWay.sent(kind, isStatement && isLast);
        // A server answers when all of a statement has come: what comes after that, it never gets.
        isHolding = isLast && (kind === 'S' || kind === 'Q');
        upstream.write(message);
      }
    });
    upstream.on('data', (data) => {
      for (const message of answered(data)) {
        if (underWay.answered(kindOf(message))) return end();
        client.write(message);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: (stop) =>
      new Promise((resolve) => {
        count = 0;
        armed = { stop, done: resolve };
      }),
    counted: () => count,
    async close() {
      isStopped = true;
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
