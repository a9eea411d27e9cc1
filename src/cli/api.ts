import { Argument, type Command } from 'commander';
import { readWord } from './arguments.js';
import { type ApiOptions, exchange } from './client.js';
import { Exit, Failure } from './exit.js';
import { readJsonFile } from './json-file.js';
import { type RemoteFlags, remote, withService } from './remote.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface Flags extends RemoteFlags {
  readonly data?: string;
  readonly text?: true;
}

/** `api`: any operation there is; the answer is printed as it is. */
export function api(): Command {
  return remote(
    'api',
    'Call any operation of the API; the answer is printed as it is.',
    'webengagement api GET /v1/admin/queues --text',
  )
    .addArgument(new Argument('<method>', 'How.').choices(METHODS).argParser(readWord(METHODS)))
    .argument('<path>', 'What, for instance /v1/admin/queues; "/docs/reference" lists all.')
    .option('--data <file>', 'Send the JSON of this file; - is standard input.')
    .option('--text', 'Ask for text in place of JSON.')
    .action((method: string, path: string, flags: Flags) =>
      withService(flags, async ({ url, key }) => {
        const { response, text } = await exchange(
          requestOf(method, path, flags, { url, key }),
          url,
        );
        process.stdout.write(text === '' || text.endsWith('\n') ? text : `${text}\n`);
        if (!response.ok) throw new Exit(1);
      }),
    );
}

/** What is sent; other than GET, operations that take nothing take an empty object. */
function requestOf(
  method: string,
  path: string,
  { data, text }: Flags,
  { url, key }: Pick<ApiOptions, 'url' | 'key'>,
): Request {
  if (!path.startsWith('/')) throw new Failure(`${path} must begin with a slash`, 'refused');
  const hasBody = data !== undefined || ['POST', 'PUT', 'PATCH'].includes(method);
  return new Request(url.replace(/\/$/, '') + path, {
    method,
    headers: {
      accept: text ? 'text/plain' : 'application/json',
      authorization: `Bearer ${key}`,
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    // A key is never carried on to another address.
    redirect: 'manual',
    ...(hasBody && { body: JSON.stringify(data === undefined ? {} : readJsonFile(data)) }),
  });
}
