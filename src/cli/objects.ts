import { Argument, Command } from 'commander';
import { KINDS, type Kind } from '../domain/objects/kinds.js';
import { COLUMNS } from '../text/lists.js';
import { readWord } from './arguments.js';
import { answerOf } from './client.js';
import { readJsonFile } from './json-file.js';
import { printDone, printList, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

/** `objects`: the provisioned objects around the queues. */
export function objects(): Command {
  return new Command('objects')
    .description('Read and change queues, views, routing, groups, attributes and applications.')
    .addCommand(list())
    .addCommand(get())
    .addCommand(put())
    .addCommand(remove());
}

const kind = (): Argument =>
  new Argument('<kind>', 'What kind of object.').choices(KINDS).argParser(readWord(KINDS));
const NAME = 'Its name.';

function list(): Command {
  return remote(
    'list',
    'List the objects of a kind.',
    'webengagement objects list interaction-queues',
  )
    .addArgument(kind())
    .action((kind: Kind, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { kind } } };
        const all = await answerOf(api.GET('/v1/admin/objects/{kind}', init));
        await printList(all, COLUMNS.objects, flags);
      }),
    );
}

function get(): Command {
  return remote(
    'get',
    'Read one object.',
    'webengagement objects get enhanced-routing Webengagement_Qualified.Routing',
  )
    .addArgument(kind())
    .argument('<name>', NAME)
    .action((kind: Kind, name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { kind, name } } };
        await printRecord(await answerOf(api.GET('/v1/admin/objects/{kind}/{name}', init)), flags);
      }),
    );
}

function put(): Command {
  return remote(
    'put',
    'Make an object, or replace the properties of one.',
    'webengagement objects put interaction-queues Shop_Failed queue.json',
  )
    .addArgument(kind())
    .argument('<name>', NAME)
    .argument('<file>', 'JSON: { "properties": { … } }; - is standard input.')
    .action((kind: Kind, name: string, file: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const body = readJsonFile(file) as { properties: Record<string, never> };
        const init = { params: { path: { kind, name } }, body };
        const object = await answerOf(api.PUT('/v1/admin/objects/{kind}/{name}', init));
        await printDone(object, `${name} is as in ${file} (version ${object.version})`, flags);
      }),
    );
}

function remove(): Command {
  return remote(
    'delete',
    'Delete an object that nothing needs any more.',
    'webengagement objects delete interaction-queues Shop_Failed',
  )
    .addArgument(kind())
    .argument('<name>', NAME)
    .action((kind: Kind, name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { kind, name } } };
        const object = await answerOf(api.DELETE('/v1/admin/objects/{kind}/{name}', init));
        await printDone(object, `${name} is deleted`, flags);
      }),
    );
}
