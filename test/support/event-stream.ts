import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** One server-sent event. */
export interface StreamEvent {
  readonly name: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An open stream: its events one after the other, over a real socket. */
export class EventStream {
  #text = '';
  constructor(
    readonly asked: ClientRequest,
    readonly answer: IncomingMessage,
  ) {
    answer.setEncoding('utf8');
  }

  /** The next block, as soon as it is there; undefined at the end. */
  async #block(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return block;
      }
      const chunk = this.answer.read() as string | null;
      if (chunk !== null) this.#text += chunk;
      else if (this.answer.readableEnded || this.answer.destroyed) return undefined;
      else
        await Promise.race([
          once(this.answer, 'readable'),
          once(this.answer, 'end'),
          once(this.answer, 'close'),
        ]);
    }
  }

  async next(): Promise<StreamEvent> {
    for (;;) {
      const block = await this.#block();
      assert.ok(block !== undefined, 'the stream has ended');
      const [, name, id, data] = /^event: (.+)\nid: (.+)\ndata: (.+)$/.exec(block) ?? [];
      if (name && id && data) return { name, id, data: JSON.parse(data) };
    }
  }

  /** The next event, also one without an id; undefined at the end. */
  async any(): Promise<StreamEvent | undefined> {
    for (;;) {
      const block = await this.#block();
      if (block === undefined) return undefined;
      const [, name, id = '', data] = /^event: (.+)\n(?:id: (.+)\n)?data: (.+)$/.exec(block) ?? [];
      if (name && data) return { name, id, data: JSON.parse(data) };
    }
  }

  /** Waits for a heartbeat; undefined when the stream ends before. */
  async beat(): Promise<string | undefined> {
    for (;;) {
      const block = await this.#block();
      if (block === undefined || block.startsWith(':')) return block;
    }
  }

  /** The first line after the head: when to come back. */
  async retry(): Promise<number> {
    const [, ms] = /^retry: (\d+)$/.exec((await this.#block()) ?? '') ?? [];
    return Number(ms);
  }

  async ended(): Promise<boolean> {
    return (await this.#block()) === undefined;
  }
}

/** Asks for a stream; resolves with its answer, whatever it is. */
export async function listenTo(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const asked = request({ host: '127.0.0.1', port, path, headers }).end();
  asked.on('error', () => undefined);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return new EventStream(asked, answer);
}
