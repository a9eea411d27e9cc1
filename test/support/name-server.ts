import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Cleanup } from './world.js';

const TYPES: Readonly<Record<number, 'A' | 'AAAA'>> = { 1: 'A', 28: 'AAAA' };

/** What a name server says of a name: addresses, that there is none, or nothing at all. */
export type NameAnswer = readonly string[] | 'none' | 'refused' | 'silence';

/** A name server on a UDP socket of loopback. */
export interface NameServer {
  /** `address:port`, as the setting has it. */
  readonly at: string;
  /** Every question so far, as `A name` or `AAAA name`. */
  readonly asked: readonly string[];
  /** Resolves when it was asked so many different questions, of those after the first `after`. */
  askedFor(questions: number, after?: number): Promise<void>;
}

function nameIn(question: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), end: at + 5 };
}

const bytesOf = (address: string): Buffer =>
  address.includes(':')
    ? Buffer.from(address === '::1' ? '1'.padStart(32, '0') : '', 'hex')
    : Buffer.from(address.split('.').map(Number));

const CODES = { none: 3, refused: 2 } as const;

/** Answers questions with `answer`; records live `ttl` seconds. It ends after the test. */
export async function startNameServer(
  t: Cleanup,
  answer: (name: string, type: 'A' | 'AAAA') => NameAnswer,
  ttl = 60,
): Promise<NameServer> {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    const { name, end } = nameIn(question);
    const type = TYPES[question.readUInt16BE(end - 4)] ?? 'A';
    asked.push(`${type} ${name}`);
    for (const wake of waiting.splice(0)) wake();
    const found = answer(name.toLowerCase(), type);
    if (found === 'silence') return;
    const records = (typeof found === 'string' ? [] : found).filter(
      (each) => (type === 'AAAA') === each.includes(':'),
    );
    const head = Buffer.from(question.subarray(0, end));
    head.writeUInt16BE(0x8180 | (typeof found === 'string' ? CODES[found] : 0), 2);
    head.writeUInt16BE(records.length, 6);
    head.writeUInt32BE(0, 8);
    const body = records.map((each) => {
      const bytes = bytesOf(each);
      const record = Buffer.alloc(12);
      record.writeUInt16BE(0xc00c, 0);
      record.writeUInt16BE(type === 'AAAA' ? 28 : 1, 2);
      record.writeUInt16BE(1, 4);
      record.writeUInt32BE(ttl, 6);
      record.writeUInt16BE(bytes.length, 10);
      return Buffer.concat([record, bytes]);
    });
    socket.send(Buffer.concat([head, ...body]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  t.teardown(() => socket.close());
  return {
    at: `127.0.0.1:${socket.address().port}`,
    asked,
    async askedFor(questions, after = 0) {
      while (new Set(asked.slice(after)).size < questions)
        await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
