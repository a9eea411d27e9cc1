import type { FastifyInstance } from 'fastify';

/** Registers operations of one kind of caller, in the order in which the description has them. */
export type Routes = (app: FastifyInstance) => Promise<void>;
