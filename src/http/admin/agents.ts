import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AgentStanding } from '../../decisions/agent-standing.js';
import type { AgentMembers } from '../../decisions/agents.js';
import type { Agent, AgentEvent } from '../../domain/agents/agent.js';
import { capacityOf, newStatus } from '../../domain/agents/agent.js';
import { viewAgent } from '../../domain/agents/view.js';
import { LIMITS } from '../../domain/limits.js';
import { inForce } from '../../domain/options/timeline.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import { Type } from '../../domain/typebox.js';
import type { Agents } from '../../engine/agents.js';
import type { AgentRegistry } from '../../settings/agents.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { nearest } from '../../text/near.js';
import { respondAgentChange } from '../server/agent-outcomes.js';
import { operatorOf } from '../server/authentication.js';
import { respondAgent } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { IdempotencyHeaders, idempotencyOf } from '../server/idempotency.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { AGENT, AGENT_MEMBERS, AgentView } from '../shapes/agents.js';
import { givenName, itemsOf, printable, textOrNull } from '../shapes/schemas.js';

const Params = Type.Object({ name: Type.String({ description: 'The name of the agent.' }) });
const Nothing = Type.Object({}, { additionalProperties: false });

export interface AdminAgentsOptions {
  readonly registry: AgentRegistry;
  readonly agents: Agents;
  readonly store: Store;
}

const STATES = [
  ['ready', 'ready', 'adminReadyAgent', 'Let an agent take chats'],
  ['logout', 'logout', 'adminLogOutAgent', 'Log an agent out: active chats are queued again'],
] as const;

/** Setting agents up, and seeing where they stand. */
export const adminAgents: FastifyPluginAsyncTypebox<AdminAgentsOptions> = async (
  app,
  { registry, agents, store },
) => {
  function present(
    { settings }: FastifyRequest,
    agent: Agent,
    {
      status,
      chats,
    }:
      | Pick<AgentStanding, 'status' | 'chats'>
      | { status: AgentStanding['status']; chats: { length: number } },
  ) {
    const { seenAt } = status;
    return {
      ...viewAgent(status),
      by: status.by,
      displayName: agent.displayName,
      capacity: capacityOf(agent, inForce(settings.timeline)),
      ownCapacity: agent.capacity,
      skills: agent.skills,
      groups: [...registry.groupsOf(store.lastSettings(), agent.name)],
      held: chats.length,
      lastSeenAt: seenAt === null ? null : new Date(seenAt).toISOString(),
      createdAt: new Date(agent.createdAt).toISOString(),
      version: agent.version,
    };
  }

  function agentOf(request: FastifyRequest, name: string): Agent {
    const agent = request.settings.agentByName.get(name);
    if (agent) return agent;
    const near = nearest(name, [...request.settings.agentByName.keys()]);
    throw new Problem(
      'not_found',
      `There is no agent ${quote(name)}${near === undefined ? '.' : `; did you mean ${quote(near)}?`}`,
    );
  }

  async function standingOf(agent: Agent) {
    return (await agents.get(agent.name)) ?? { status: newStatus(agent.name), chats: [] };
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, agent: Agent) {
    reply.header('etag', `"${agent.version}"`);
    return present(request, agent, await standingOf(agent));
  }

  async function become(
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    event: AgentEvent,
  ) {
    const agent = agentOf(request, name);
    const standing = respondAgent(await agents.operate(name, event, operatorOf(request)));
    reply.header('etag', `"${agent.version}"`);
    return present(request, agent, standing);
  }

  const read = { access: { scope: 'admin:read' } } as const;
  const write = { access: { scope: 'admin:write' } } as const;

  app.get(
    '/v1/admin/agents',
    {
      config: { ...read, table: COLUMNS.agents },
      schema: {
        ...describe('listAgents', 'Admin', 'List the agents, with where they stand'),
        response: { 200: itemsOf(AgentView) },
      },
    },
    async (request) => {
      const staff = new Map((await agents.list()).map((member) => [member.status.name, member]));
      return {
        items: registry.list(request.settings).map((agent) => {
          const { status, held } = staff.get(agent.name) ?? {
            status: newStatus(agent.name),
            held: 0,
          };
          return present(request, agent, { status, chats: { length: held } });
        }),
      };
    },
  );

  app.post(
    '/v1/admin/agents',
    {
      config: { ...write, problems: ['name_taken', 'too_many_agents', 'idempotency_key_reused'] },
      schema: {
        ...describe(
          'createAgent',
          'Admin',
          'Make an agent; the key is shown this once',
          'With the first agent, accepted invitations to a chat become chats here, unless `chat.automatic` says otherwise: `note` says so.',
        ),
        headers: IdempotencyHeaders,
        body: Type.Object(
          { name: givenName(LIMITS.name.most, 'By which the agent is known.'), ...AGENT_MEMBERS },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            ...AGENT,
            key: textOrNull('Shown this once: null when the same request comes again.'),
            note: Type.Optional(Type.String({ description: 'What follows from it.' })),
          }),
        },
      },
    },
    async (request, reply) => {
      const { name, ...members } = request.body;
      const { outcome, key } = await registry.create(
        name,
        members as AgentMembers,
        operatorOf(request),
        {
          idempotency: idempotencyOf(request, request.headers['idempotency-key'], request.body),
        },
      );
      const agent = respondAgentChange(outcome, name);
      const begins = outcome.ok && outcome.beginsChats;
      const note =
        'This is the first agent: accepted invitations to a chat become chats of this service from now on (option chat.automatic), and no more visitors are invited to one than agents can take (option pacing.connector.enabled).';
      return reply
        .code(201)
        .header('location', `/v1/admin/agents/${encodeURIComponent(name)}`)
        .send({ ...(await answer(request, reply, agent)), key, ...(begins && { note }) });
    },
  );

  app.get(
    '/v1/admin/agents/:name',
    {
      config: read,
      schema: {
        ...describe('getAgent', 'Admin', 'Read an agent'),
        params: Params,
        response: { 200: AgentView },
      },
    },
    (request, reply) => answer(request, reply, agentOf(request, request.params.name)),
  );

  app.patch(
    '/v1/admin/agents/:name',
    {
      config: { ...write, problems: ['precondition_failed'] },
      schema: {
        ...describe('changeAgent', 'Admin', 'Change an agent; what is left out stays as it is'),
        params: Params,
        headers: IfMatchHeaders,
        body: Type.Object(AGENT_MEMBERS, { additionalProperties: false }),
        response: { 200: AgentView },
      },
    },
    async (request, reply) => {
      const { name } = agentOf(request, request.params.name);
      const outcome = await registry.change(name, request.body as AgentMembers, {
        operator: operatorOf(request),
        expectedVersion: expectedVersion(request.headers['if-match']),
      });
      return answer(request, reply, respondAgentChange(outcome, name));
    },
  );

  app.delete(
    '/v1/admin/agents/:name',
    {
      config: { ...write, problems: ['agent_has_chats', 'precondition_failed'] },
      schema: {
        ...describe('deleteAgent', 'Admin', 'Take an agent away who has no open chats'),
        params: Params,
        headers: IfMatchHeaders,
        response: { 200: AgentView },
      },
    },
    async (request, reply) => {
      const { name } = agentOf(request, request.params.name);
      const outcome = await registry.remove(name, {
        operator: operatorOf(request),
        expectedVersion: expectedVersion(request.headers['if-match']),
      });
      return answer(request, reply, respondAgentChange(outcome, name));
    },
  );

  for (const [path, type, operationId, summary] of STATES)
    app.post(
      `/v1/admin/agents/:name/${path}`,
      {
        config: { ...write, problems: ['agent_logged_out'] },
        schema: {
          ...describe(operationId, 'Admin', summary),
          params: Params,
          body: Nothing,
          response: { 200: AgentView },
        },
      },
      (request, reply) => become(request, reply, request.params.name, { type }),
    );

  app.post(
    '/v1/admin/agents/:name/not-ready',
    {
      config: { ...write, problems: ['agent_logged_out'] },
      schema: {
        ...describe('adminNotReadyAgent', 'Admin', 'Give an agent no more chats'),
        params: Params,
        body: Type.Object(
          { reason: Type.Optional(printable(LIMITS.label.most, 'Why, in your own words.')) },
          { additionalProperties: false },
        ),
        response: { 200: AgentView },
      },
    },
    (request, reply) =>
      become(request, reply, request.params.name, {
        type: 'notReady',
        reason: request.body.reason ?? null,
      }),
  );

  app.post(
    '/v1/admin/agents/:name/rotate-key',
    {
      config: write,
      schema: {
        ...describe(
          'rotateAgentKey',
          'Admin',
          'Give an agent another key, shown this once',
          'The key before is void at once: sessions and streams that began with it end.',
        ),
        params: Params,
        body: Nothing,
        response: { 200: Type.Object({ ...AGENT, key: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { name } = agentOf(request, request.params.name);
      const { outcome, key } = await registry.rotateKey(name, operatorOf(request));
      return { ...(await answer(request, reply, respondAgentChange(outcome, name))), key };
    },
  );
};
