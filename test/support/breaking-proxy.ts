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
/** Of the client: a statement runs. */
const RUN = new Set([0x45, 0x51]);
/** Of the server: a statement is done, had no words, or failed. */
const DONE = new Set([0x43, 0x49, 0x45]);

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
    let isCounted = false;
    /** Statements on their way, and which of them is the one. */
    let underWay = 0;
    let last: number | undefined;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
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
        if (RUN.has(message[0] ?? 0)) {
          if (stop && isCounted) {
            count += 1;
            if (count === stop.at && stop.when === 'before') return end();
            if (count === stop.at) last = underWay;
          }
          underWay += 1;
        }
        upstream.write(message);
      }
    });
    upstream.on('data', (data) => {
      for (const message of answered(data)) {
        if (DONE.has(message[0] ?? 0)) {
          underWay -= 1;
          if (last === 0) return end();
          if (last !== undefined) last -= 1;
        }
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
