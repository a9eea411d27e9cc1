import t from 'tap';
import { claimIdentity, foldIdentityValue } from '#src/domain/interactions/identity.js';
import { options } from './support/lifecycle.js';

t.test('the identity is named by the user data, trimmed', async (t) => {
  const claim = (userData: Record<string, string>, userIdentifier = 'EmailAddress') =>
    claimIdentity(userData, options({ userIdentifier }));
  t.strictSame(claim({ EmailAddress: '  Ada@Example.com ' }), {
    key: 'EmailAddress',
    value: 'Ada@Example.com',
  });
  t.strictSame(claim({ CustomerId: '42' }, 'CustomerId'), { key: 'CustomerId', value: '42' });
  t.equal(claim({ EmailAddress: '  ' }), null);
  t.equal(claim({ emailaddress: 'ada@example.com' }), null);
  t.equal(claim({}, 'constructor'), null);
});

t.test('e-mail addresses compare without case, other identities with it', async (t) => {
  t.equal(foldIdentityValue('Ada@Example.com'), 'ada@example.com');
  t.not(foldIdentityValue('AB-1'), foldIdentityValue('ab-1'));
  t.equal(foldIdentityValue('@Ada'), '@ada', 'and so does a handle');
});

t.test('what follows the @ and is no domain stays as it is', async (t) => {
  for (const sign of ['\\', '/', '?', '#', ':', '[', ']', '%', ' ', '<'])
    for (const rest of [`${sign}shop`, `shop${sign}80`, `shop.example${sign}41.example`])
      t.equal(foldIdentityValue(`ada@${rest}`), `ada@${rest}`);
  t.equal(foldIdentityValue('ada@'), 'ada@');
});

/** Texts that mean one thing, and one that means another. */
const IDENTITIES: readonly (readonly [what: string, same: readonly string[], other: string])[] = [
  [
    'case of e-mail',
    ['Ann@Shop.Example', 'ann@shop.example', ' ann@SHOP.example '],
    'an@shop.example',
  ],
  ['normal form', ['Jos\u00e9', 'Jose\u0301'], 'Jose'],
  ['normal form of e-mail', ['jos\u00e9@a.example', 'JOSE\u0301@a.example'], 'jose@a.example'],
  ['zero-width characters', ['4711', '47\u200b11', '\ufeff4711\u2060', '4711\u00ad'], '47 11'],
  ['marks of direction', ['Ann', '\u200eAnn\u202c', 'Ann\u200f'], 'ann'],
  [
    'domains in Unicode',
    [
      'a@b\u00fccher.example',
      'A@BU\u0308CHER.example',
      'a@xn--bcher-kva.example',
      'a@B\u00dcCHER.example.',
    ],
    'a@bucher.example',
  ],
];

for (const [what, [first = '', ...more], other] of IDENTITIES)
  t.test(`two spellings of one identity are one: ${what}`, (t) => {
    for (const text of more) t.equal(foldIdentityValue(text), foldIdentityValue(first), text);
    t.not(foldIdentityValue(other), foldIdentityValue(first), other);
    t.end();
  });

t.test('an identity is kept trimmed, composed, and without what nobody sees', (t) => {
  const claim = (value: string) => claimIdentity({ EmailAddress: value }, options());
  t.match(claim(' \u200bJose\u0301@A.example\u00ad '), { value: 'Jos\u00e9@A.example' });
  t.equal(claim(' \u200b\u2060 '), null, 'nothing to see is no value');
  t.end();
});
