import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { namesTag } from './preconditions.js';
import { varyBy } from './tables.js';

/** Where `npm run build` puts what runs in browsers. */
export const WEB_FOLDER = new URL('../../web/', import.meta.url);

/** The console, in parts. */
export const CONSOLE_FOLDER = new URL('console/', WEB_FOLDER);

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  png: 'image/png',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

interface WebFile {
  readonly type: string;
  /** What stands between the quotes of its ETag. */
  readonly tag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
}

/** A file for browsers, held in memory in both forms once it was asked for. */
function readWebFile(name: string, folder: URL): WebFile {
  const url = new URL(name, folder);
  if (!existsSync(url)) throw new Error(`${name} is not built; run npm run build`);
  const plain = readFileSync(url);
  return {
    type: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    plain,
    gzip: gzipSync(plain, { level: 9 }),
  };
}

/** What a page of ours is made of, in short: another text when its script or its style is another. */
export function buildOf(name: string, folder: URL = WEB_FOLDER): string {
  const tags = [`${name}.js`, `${name}.css`].map((file) => readWebFile(file, folder).tag);
  return createHash('sha256').update(tags.join()).digest('base64url').slice(0, 12);
}

let build: string | undefined;
/** That of the console, in whose script the names of all its parts stand. */
export function consoleBuild(): string {
  build ??= buildOf('console', CONSOLE_FOLDER);
  return build;
}

/**
 * What answers with a file of `dist/web`, or of another folder; browsers keep it and ask whether it
 * changed.
 */
export function webFile(name: string, folder: URL = WEB_FOLDER) {
  let file: WebFile | undefined;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    file ??= readWebFile(name, folder);
    varyBy(reply, 'Accept-Encoding');
    reply
      .header('etag', `"${file.tag}"`)
      .header('cache-control', 'public, max-age=300, stale-while-revalidate=86400')
      // Pages of other origins run it, also those that isolate themselves.
      .header('cross-origin-resource-policy', 'cross-origin');
    if (namesTag(request.headers['if-none-match'], file.tag)) return reply.code(304).send();
    const isGzip = new Negotiator(request.raw).encodings(['gzip', 'identity'])[0] === 'gzip';
    if (isGzip) reply.header('content-encoding', 'gzip');
    return reply.type(file.type).send(isGzip ? file.gzip : file.plain);
  };
}
