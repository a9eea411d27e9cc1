import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import { printable } from './schemas.js';

/** Where to hand a chat on. */
export const TransferBody = Type.Object(
  {
    group: Type.Optional(printable(LIMITS.objectName.most, 'The agent group.')),
    agent: Type.Optional(printable(LIMITS.name.most, 'Or an agent, by name.')),
    note: Type.Optional(
      Type.String({
        maxLength: LIMITS.messageText.most,
        format: 'text',
        description: 'For whoever takes it.',
      }),
    ),
  },
  { additionalProperties: false },
);
