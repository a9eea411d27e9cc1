import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {} from '@fastify/swagger';
import { stringify } from 'yaml';
import { helpPages } from '#src/cli/help-pages.js';
import { compose } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';
import { decisionsPage } from './docs/decisions-page.js';
import { errorsPage } from './docs/errors-page.js';
import { lifecyclePage } from './docs/lifecycle-page.js';
import { limitsPage } from './docs/limits-page.js';
import { optionsPage } from './docs/options-page.js';

/**
 * Writes the committed files that derive from others: the API description, the types of the client,
 * four pages of the docs and the index of the decisions, and the help of every command as a test
 * holds it. With `--check` it writes nothing and exits with 1 when one of them is not what it would be.
 */
async function generate(check: boolean): Promise<void> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const stale = Object.entries(await contents()).filter(([file, text]) => {
    const path = join(root, file);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return false;
    if (!check) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return true;
  });
  for (const [file] of stale)
    console.log(check ? `${file} is not what it is made from; npm run generate` : `wrote ${file}`);
  if (check && stale.length > 0) process.exitCode = 1;
}

async function contents(): Promise<Readonly<Record<string, string>>> {
  const api = await describeApi();
  const json = `${JSON.stringify(api, null, 2)}\n`;
  return {
    'openapi/openapi.json': json,
    'openapi/openapi.yaml': stringify(api),
    ...(await clientTypes(json)),
    'docs/lifecycle.md': lifecyclePage(),
    'docs/options.md': optionsPage(),
    'docs/errors.md': errorsPage(),
    'docs/limits.md': limitsPage(),
    'docs/decisions/README.md': decisionsPage(),
    'test/fixtures/help.txt': await helpPages(),
  };
}

async function describeApi(): Promise<object> {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-'));
  try {
    const service = await compose(readConfig({ DATA_DIR: directory }), createLog('silent'));
    const api = service.app.swagger();
    await service.close();
    return api;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * The types of the client, from the API description. Answers that are problems are left out: they
 * are all of one kind, and the client throws them.
 */
async function clientTypes(json: string): Promise<Readonly<Record<string, string>>> {
  const file = 'openapi/client.d.ts';
  const generator = await import('openapi-typescript').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return undefined;
  });
  if (generator === undefined) {
    console.error(`${file} is left as it is: openapi-typescript is not installed; npm install`);
    return {};
  }
  const { default: openapiTypes, astToString } = generator;
  const successes = JSON.parse(json, (key, value) =>
    /^[45]\d\d$/.test(key) ? undefined : value,
  ) as Parameters<typeof openapiTypes>[0];
  const types = astToString(await openapiTypes(successes, { defaultNonNullable: false }));
  return { [file]: `// Generated from openapi/openapi.json by npm run generate.\n\n${types}` };
}

await generate(process.argv.includes('--check'));
