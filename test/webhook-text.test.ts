import type { OutgoingHttpHeaders } from 'node:http';
import zlib from 'node:zlib';
import t from 'tap';
import { receive } from './support/receiver.js';
import { createWorld } from './support/webhooks.js';

const world = await createWorld(t);
const receiver = await receive(t);
await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });

/** What is shown of an answer with this body. */
async function shown(body: Buffer, headers: OutgoingHttpHeaders = {}) {
  receiver.answer = (response) => response.writeHead(200, headers).end(body);
  await world.create();
  await world.idle();
  return (await world.deliveries())[0]?.attempts[0]?.responseExcerpt;
}

const TEXT = 'the tenant “Müller” is not known';
const bytes = Buffer.from(TEXT);
const CODINGS: readonly (readonly [coding: string, packed: Buffer])[] = [
  ['gzip', zlib.gzipSync(bytes)],
  ['X-GZIP', zlib.gzipSync(bytes)],
  ['br', zlib.brotliCompressSync(bytes)],
  ['deflate', zlib.deflateSync(bytes)],
  ['deflate', zlib.deflateRawSync(bytes)],
  ['identity', bytes],
  ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(bytes))],
];

t.test('the text of a receiver is shown decoded, whatever its content coding', async (t) => {
  for (const [coding, packed] of CODINGS)
    t.equal(await shown(packed, { 'content-encoding': coding }), TEXT, coding);
  const { zstdCompressSync: pack } = zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer };
  if (pack) t.equal(await shown(pack(bytes), { 'content-encoding': 'zstd' }), TEXT);
});

t.test('the text of a receiver is read in its character set', async (t) => {
  const type = (charset: string) => ({ 'content-type': `text/plain; charset=${charset}` });
  t.equal(await shown(Buffer.from('Müller', 'latin1'), type('ISO-8859-1')), 'Müller');
  t.equal(await shown(Buffer.from('Müller', 'utf16le'), type('"utf-16le"')), 'Müller');
  t.equal(await shown(Buffer.from('Müller'), type('x-no-such-set')), 'Müller');
});

t.test('an answer that unpacks to megabytes is unpacked as far as it is shown', async (t) => {
  const packed = zlib.gzipSync(Buffer.alloc(1 << 22, 'x'));
  const twice = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(1 << 22, 'x')));
  t.equal(await shown(packed, { 'content-encoding': 'gzip' }), 'x'.repeat(1024));
  t.equal(await shown(twice, { 'content-encoding': 'gzip, gzip' }), 'x'.repeat(1024));
});

t.test('what cannot be decoded is described', async (t) => {
  const headers = { 'content-encoding': 'gzip' };
  t.equal(
    await shown(bytes, headers),
    `(${bytes.length} bytes that are not in the content coding gzip)`,
  );
  t.equal(
    await shown(bytes, { 'content-encoding': 'compress' }),
    `(${bytes.length} bytes in the content coding compress)`,
  );
  t.equal(
    await shown(bytes, { 'content-encoding': 'gzip, gzip, gzip, gzip' }),
    `(${bytes.length} bytes that are not in the content coding gzip)`,
  );
  const cut = await shown(zlib.gzipSync(bytes).subarray(0, 30), headers);
  t.match(cut, /^the tenant/, 'what came of it is shown');
});

t.test('a character that is cut by the limit is left out', async (t) => {
  const text = `.${'ü'.repeat(600)}`;
  t.equal(await shown(Buffer.from(text)), text.slice(0, 512));
});
