import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';

/** Where routes are added whose schemas say the types of what is asked. */
export type TypedApp = Parameters<FastifyPluginAsyncTypebox>[0];

/** Registers operations of one kind of caller, in the order in which the description has them. */
export type Routes = (app: FastifyInstance) => Promise<void>;
