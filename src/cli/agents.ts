import { Command, InvalidArgumentError } from 'commander';
import { COLUMNS } from '../text/lists.js';
import { readCount } from './arguments.js';
import { type Api, answerOf } from './client.js';
import { Failure } from './exit.js';
import { note, printDone, printList, printRecord } from './print.js';
import { type RemoteFlags, remote, withApi } from './remote.js';

const NAME = 'The name of the agent.';

/** `agents`: who takes chats. */
export function agents(): Command {
  return new Command('agents')
    .description('Set up who takes chats, and see where they stand.')
    .addCommand(list())
    .addCommand(show())
    .addCommand(add())
    .addCommand(change())
    .addCommand(remove())
    .addCommand(become('ready', 'Let an agent take chats.'))
    .addCommand(notReady())
    .addCommand(become('logout', 'Log an agent out: active chats are queued again.'))
    .addCommand(rotateKey());
}

function list(): Command {
  return remote(
    'list',
    'List the agents, with where they stand.',
    'webengagement agents list --wide',
  ).action((flags: RemoteFlags) =>
    withApi(flags, async (api) => {
      await printList(await answerOf(api.GET('/v1/admin/agents')), COLUMNS.agents, flags);
    }),
  );
}

function show(): Command {
  return remote('show', 'Read an agent.', 'webengagement agents show ann')
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { name } } };
        await printRecord(await answerOf(api.GET('/v1/admin/agents/{name}', init)), flags);
      }),
    );
}

interface MemberFlags extends RemoteFlags {
  readonly displayName?: string;
  readonly capacity?: number | 'default';
  readonly skill?: Readonly<Record<string, number>>;
  readonly group?: readonly string[];
}

/** A skill with its level, such as `german=80`. */
function readSkill(text: string, before: Readonly<Record<string, number>> = {}) {
  const [, skill, level] = /^(.+)=(\d{1,3})$/.exec(text) ?? [];
  if (skill === undefined || Number(level) < 1 || Number(level) > 100)
    throw new InvalidArgumentError('It must be a skill with a level from 1 to 100: german=80.');
  return { ...before, [skill]: Number(level) };
}

/** How many chats at a time, or as many as the option says. */
const readCapacity = (text: string): number | 'default' =>
  text === 'default' ? text : readCount(text);

/** Gives a command the flags of what makes an agent. */
function withMembers(command: Command): Command {
  return command
    .option('--display-name <text>', 'As visitors see it.')
    .option(
      '--capacity <number>',
      'Chats at a time; "default" is what agents.chatCapacity says.',
      readCapacity,
    )
    .option(
      '--skill <name=level>',
      'A skill with its level from 1 to 100, once for each.',
      readSkill,
    )
    .option(
      '--group <name>',
      'An agent group, once for each.',
      (group: string, before: readonly string[] = []) => [...before, group],
    );
}

const membersOf = ({ displayName, capacity, skill, group }: MemberFlags) => ({
  ...(displayName !== undefined && { displayName }),
  ...(capacity !== undefined && { capacity: capacity === 'default' ? null : capacity }),
  ...(skill && { skills: { ...skill } }),
  ...(group && { groups: [...group] }),
});

function add(): Command {
  const command = remote(
    'add',
    'Make an agent. The key is shown this once.',
    'webengagement agents add ann --display-name Ann --skill german=80',
  ).argument('<name>', NAME);
  return withMembers(command).action((name: string, flags: MemberFlags) =>
    withApi(flags, async (api) => {
      const body = { name, ...membersOf(flags) };
      await printRecord(await answerOf(api.POST('/v1/admin/agents', { body })), flags);
      note('Keep the key now: it is not shown again.');
    }),
  );
}

function change(): Command {
  const command = remote(
    'change',
    'Change an agent. What is left out stays; skills and groups are replaced as a whole.',
    'webengagement agents change ann --capacity 5 --group "Web Engagement Chat"',
  )
    .argument('<name>', NAME)
    .option('--no-skills', 'Take every skill away.')
    .option('--no-groups', 'Take the agent out of every group.');
  return withMembers(command).action(
    (name: string, flags: MemberFlags & { readonly skills: boolean; readonly groups: boolean }) =>
      withApi(flags, async (api) => {
        const body = {
          ...(!flags.skills && { skills: {} }),
          ...(!flags.groups && { groups: [] }),
          ...membersOf(flags),
        };
        if (Object.keys(body).length === 0)
          throw new Failure('nothing to change: say what, as agents change --help does', 'refused');
        const init = { params: { path: { name } }, body };
        const agent = await answerOf(api.PATCH('/v1/admin/agents/{name}', init));
        await printDone(agent, `${name} is changed (version ${agent.version})`, flags);
      }),
  );
}

function remove(): Command {
  return remote(
    'delete',
    'Delete an agent who has no open chats; the key is void at once.',
    'webengagement agents delete ann',
  )
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { name } } };
        const agent = await answerOf(api.DELETE('/v1/admin/agents/{name}', init));
        await printDone(agent, `${name} is deleted`, flags);
      }),
    );
}

async function printStanding(
  agent: Awaited<ReturnType<typeof standAs>>,
  flags: RemoteFlags,
): Promise<void> {
  const { name, state, reason, held, capacity } = agent;
  const why = reason === null ? '' : `, ${reason}`;
  await printDone(agent, `${name} is ${state}${why} (${held} of ${capacity} chats)`, flags);
}

/** Where an agent stands after one of the operator's words. */
const standAs = (api: Api, name: string, word: 'ready' | 'logout') => {
  const init = { params: { path: { name } }, body: {} };
  return answerOf(
    word === 'ready'
      ? api.POST('/v1/admin/agents/{name}/ready', init)
      : api.POST('/v1/admin/agents/{name}/logout', init),
  );
};

function become(word: 'ready' | 'logout', description: string): Command {
  return remote(word, description, `webengagement agents ${word} ann`)
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => printStanding(await standAs(api, name, word), flags)),
    );
}

function notReady(): Command {
  return remote(
    'not-ready',
    'Give an agent no more chats.',
    'webengagement agents not-ready ann --reason lunch',
  )
    .argument('<name>', NAME)
    .option('--reason <text>', 'Why, in your own words.')
    .action((name: string, flags: RemoteFlags & { readonly reason?: string }) =>
      withApi(flags, async (api) => {
        const { reason } = flags;
        const init = { params: { path: { name } }, body: reason === undefined ? {} : { reason } };
        const agent = await answerOf(api.POST('/v1/admin/agents/{name}/not-ready', init));
        await printStanding(agent, flags);
      }),
    );
}

function rotateKey(): Command {
  return remote(
    'rotate-key',
    'Give an agent another key, shown this once; the one before is void at once.',
    'webengagement agents rotate-key ann',
  )
    .argument('<name>', NAME)
    .action((name: string, flags: RemoteFlags) =>
      withApi(flags, async (api) => {
        const init = { params: { path: { name } }, body: {} };
        const agent = await answerOf(api.POST('/v1/admin/agents/{name}/rotate-key', init));
        await printRecord(flags.json ? agent : { name, key: agent.key }, flags);
        note('Keep the key now: it is not shown again.');
      }),
    );
}
