import { LIMITS } from '../../domain/limits.js';
import { KINDS } from '../../domain/objects/kinds.js';
import { Type } from '../../domain/typebox.js';
import { addressable, givenName, oneOf } from './schemas.js';

const bag = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    description,
  });

/** A provisioned object on the wire. */
export const ProvisionedObject = Type.Object({
  kind: oneOf(KINDS),
  name: Type.String(),
  version: Type.Integer({ description: 'Rises by one with each change.' }),
  provisioned: Type.Boolean({ description: 'Whether provisioning made it, or has taken it over.' }),
  properties: bag('Those of its kind; `docs/provisioning.md` lists them.'),
});

/** What came of a change of one. */
export const ChangedObject = Type.Object({
  ...ProvisionedObject.properties,
  warnings: Type.Optional(
    Type.Array(Type.String(), { description: 'What was kept although nothing here goes by it.' }),
  ),
});

/** Its kind in an address. */
export const KindParams = Type.Object({
  kind: Type.String({ description: `One of: ${KINDS.join(', ')}.` }),
});
/** Its kind and name in an address. */
export const ObjectParams = Type.Object({
  ...KindParams.properties,
  name: addressable(LIMITS.objectName.most, 'The name of the object.'),
});
/** The same where it may get its name. */
export const NewObjectParams = Type.Object({
  ...KindParams.properties,
  name: givenName(LIMITS.objectName.most, 'The name of the object.'),
});

/** What it is to be. */
export const PutBody = Type.Object(
  {
    properties: bag('All of its properties: those that are left out get their default.'),
    kind: Type.Optional(Type.String({ description: 'The kind in the address.' })),
    name: Type.Optional(Type.String({ description: 'The name in the address.' })),
    version: Type.Optional(
      Type.Integer({ description: 'The version the change is meant for, like If-Match.' }),
    ),
    provisioned: Type.Optional(
      Type.Boolean({ description: 'As it was read; only provisioning changes it.' }),
    ),
  },
  { additionalProperties: false },
);
