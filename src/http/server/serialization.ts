import {
  type SerializerCompiler,
  type SerializerFactory,
  SerializerSelector,
} from '@fastify/fast-json-stringify-compiler';

const build: SerializerFactory = SerializerSelector();

/** The serialisers of fastify, each compiled with the first answer of its route. */
export const buildSerializer: SerializerFactory = (schemas, options): SerializerCompiler => {
  const compile = build(schemas, options);
  return (route) => {
    let serialize: ReturnType<SerializerCompiler> | undefined;
    return (document: unknown): string => {
      serialize ??= compile(route);
      return serialize(document);
    };
  };
};
