import { resolve } from 'node:path';
import t from 'tap';
import { type Config, ConfigInvalid, type Environment, readConfig } from '#src/config/config.js';
import { SETTING_NAMES, SETTINGS, type Setting } from '#src/config/settings.js';

const KEY = 'k'.repeat(32);

/** The line with which a configuration is refused. */
function refusal(env: Environment, flags = {}): string {
  try {
    readConfig(env, flags);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.message;
    throw error;
  }
  return 'not refused';
}

t.test('without any setting the configuration has the documented defaults', async (t) => {
  t.strictSame(readConfig({}), {
    host: '127.0.0.1',
    port: 8080,
    dataDir: resolve('data'),
    databaseUrl: undefined,
    adminKey: undefined,
    allowedOrigins: [],
    tenantId: 1,
    applicationName: 'Web_Engagement_Server',
    logLevel: 'info',
    publicUrl: undefined,
    trustProxy: [],
    retentionDays: 30,
    backupIntervalHours: 0,
    backupKeep: 0,
    rateLimitCreatesPerMinute: 60,
    strategy: undefined,
    strategyFallback: undefined,
    strategyOnSilence: 'wait',
    strategySecret: undefined,
    playground: 'on',
    webhookAllowPrivate: [],
    webhookProxy: undefined,
    webhookNoProxy: [],
    nameServers: [],
  } satisfies Config);
});

t.test('every setting says in sentences what it is for', async (t) => {
  for (const name of SETTING_NAMES) t.match(SETTINGS[name].description, /^[A-Z].*\.$/, name);
});

const VALID: readonly (readonly [
  name: string,
  text: string,
  field: keyof Config,
  value: unknown,
])[] = [
  ['HOST', '0.0.0.0', 'host', '0.0.0.0'],
  ['HOST', '::1', 'host', '::1'],
  ['HOST', 'localhost', 'host', 'localhost'],
  ['HOST', 'web-1.example.com', 'host', 'web-1.example.com'],
  ['PORT', '0', 'port', 0],
  ['PORT', '65535', 'port', 65535],
  ['DATA_DIR', 'elsewhere', 'dataDir', resolve('elsewhere')],
  ['DATA_DIR', '/srv/data', 'dataDir', '/srv/data'],
  ['ADMIN_KEY', KEY, 'adminKey', KEY],
  ['ADMIN_KEY', '~'.repeat(512), 'adminKey', '~'.repeat(512)],
  ['ALLOWED_ORIGINS', 'https://a.example', 'allowedOrigins', ['https://a.example']],
  [
    'ALLOWED_ORIGINS',
    'HTTPS://A.example:443, http://b.example:81,https://a.example',
    'allowedOrigins',
    ['https://a.example', 'http://b.example:81'],
  ],
  ['ALLOWED_ORIGINS', 'http://[::1]:8080', 'allowedOrigins', ['http://[::1]:8080']],
  ['TENANT_ID', '1', 'tenantId', 1],
  ['TENANT_ID', '2147483647', 'tenantId', 2_147_483_647],
  ['APPLICATION_NAME', 'Shop 1.server-a', 'applicationName', 'Shop 1.server-a'],
  ['LOG_LEVEL', 'silent', 'logLevel', 'silent'],
  ['PUBLIC_URL', 'https://e.example', 'publicUrl', 'https://e.example'],
  ['PUBLIC_URL', 'https://E.example/', 'publicUrl', 'https://e.example'],
  ['PUBLIC_URL', 'http://e.example:81/web//', 'publicUrl', 'http://e.example:81/web'],
  [
    'TRUST_PROXY',
    '10.0.0.0/8, fd00::/8,192.0.2.1,::1',
    'trustProxy',
    ['10.0.0.0/8', 'fd00::/8', '192.0.2.1', '::1'],
  ],
  ['TRUST_PROXY', '10.0.0.0/1,10.0.0.1/32', 'trustProxy', ['10.0.0.0/1', '10.0.0.1/32']],
  ['RETENTION_DAYS', '1', 'retentionDays', 1],
  ['RETENTION_DAYS', '1000000', 'retentionDays', 1_000_000],
  ['BACKUP_INTERVAL_HOURS', '24', 'backupIntervalHours', 24],
  ['BACKUP_KEEP', '7', 'backupKeep', 7],
  ['RATE_LIMIT_CREATES_PER_MINUTE', '1', 'rateLimitCreatesPerMinute', 1],
  ['RATE_LIMIT_CREATES_PER_MINUTE', '1000000', 'rateLimitCreatesPerMinute', 1_000_000],
  ['STRATEGY', 'none', 'strategy', 'none'],
  ['STRATEGY', 'builtin', 'strategy', 'builtin'],
  ['STRATEGY', 'https://decide.example/a?b=c', 'strategy', 'https://decide.example/a?b=c'],
  ['STRATEGY_FALLBACK', 'http://[::1]:9/', 'strategyFallback', 'http://[::1]:9/'],
  ['STRATEGY_ON_SILENCE', 'engage', 'strategyOnSilence', 'engage'],
  ['STRATEGY_SECRET', 's', 'strategySecret', 's'],
  ['WEBHOOK_ALLOW_PRIVATE', '127.0.0.0/8', 'webhookAllowPrivate', ['127.0.0.0/8']],
  [
    'WEBHOOK_PROXY',
    'http://user:secret@proxy.example:3128',
    'webhookProxy',
    {
      http: 'http://user:secret@proxy.example:3128/',
      https: 'http://user:secret@proxy.example:3128/',
      except: [],
    },
  ],
  [
    'WEBHOOK_PROXY',
    'environment',
    'webhookProxy',
    { http: undefined, https: undefined, except: [] },
  ],
  ['WEBHOOK_NO_PROXY', '.a.example, 10.0.0.0/8', 'webhookNoProxy', ['.a.example', '10.0.0.0/8']],
  ['NAME_SERVERS', '10.0.0.53,[::1]:5353', 'nameServers', ['10.0.0.53', '[::1]:5353']],
];

t.test('a valid value is read into the field named after its variable', async (t) => {
  for (const [name, text, field, value] of VALID)
    t.strictSame(readConfig({ [name]: text })[field], value, `${name}=${text}`.slice(0, 80));
});

t.test('the proxies of the environment count when a setting says so, and not before', async (t) => {
  const env = {
    https_proxy: 'http://p.example:1',
    HTTP_PROXY: 'http://q.example:2',
    NO_PROXY: 'a b,c',
  };
  t.equal(readConfig(env).webhookProxy, undefined);
  t.strictSame(readConfig({ ...env, WEBHOOK_PROXY: 'environment' }).webhookProxy, {
    http: 'http://q.example:2/',
    https: 'http://p.example:1/',
    except: ['a', 'b', 'c'],
  });
  t.match(
    refusal({ HTTPS_PROXY: 'proxy', WEBHOOK_PROXY: 'environment' }),
    /^WEBHOOK_PROXY must be environment \(HTTPS_PROXY/,
  );
});

const INVALID: Readonly<Record<string, readonly string[]>> = {
  HOST: ['[::1]', '256.1.1.1', '127.0.0', 'a b', 'http://localhost', '-a', 'h'.repeat(254)],
  PORT: ['-1', '65536', '80.5', 'http', 'Infinity', '1e3', '0x50', '080', ' 80'],
  DATABASE_URL: ['postgres://', 'postgres://localhost', 'mysql://localhost/db', './other.db'],
  ADMIN_KEY: ['k'.repeat(31), 'k'.repeat(513), `${KEY} `, `${KEY}\n`, `${KEY}é`],
  ALLOWED_ORIGINS: [
    '*',
    'null',
    'a.example',
    'https://a.example/',
    'https://a.example/path',
    'https://a.example?x',
    'https://user@a.example',
    'ftp://a.example',
    'https:a.example',
    'https://*.example',
    'https://a.example,',
    'https://a.example:65536',
  ],
  TENANT_ID: ['0', '-1', '1.5', 'one', '2147483648'],
  APPLICATION_NAME: [' Shop', 'Shop ', 'a/b', 'a"b', 'a'.repeat(256)],
  LOG_LEVEL: ['INFO', 'verbose', 'warning'],
  PUBLIC_URL: [
    'engage.example.com',
    'ftp://e.example',
    'https://',
    'https://e.example/?a=b',
    'https://e.example/#a',
    'https://user:password@e.example',
    'https://e.example\\x',
  ],
  WEBHOOK_PROXY: ['proxy.example:3128', 'socks5://p.example', 'http://p.example/path', 'yes'],
  WEBHOOK_NO_PROXY: ['http://a.example', 'a.example/path', 'a.example,,b.example', '10.0.0.0/40'],
  NAME_SERVERS: ['dns.example', '10.0.0.53:', '10.0.0.53:99999', '::1:53x', '10.0.0.256'],
  WEBHOOK_ALLOW_PRIVATE: ['all', 'loopback', '127.0.0.0/33', '0.0.0.0/0', '10/8', '256.0.0.1'],
  TRUST_PROXY: [
    'all',
    'true',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10/8',
    '10.0.0.0/255.0.0.0',
    '0.0.0.0/0',
    '::/0',
    'fd00::/129',
    '10.0.0.0/8,,',
    '256.0.0.1',
  ],
  RETENTION_DAYS: ['0', '-30', '1.5', 'forever', '1000001'],
  BACKUP_INTERVAL_HOURS: ['-1', '0.5', 'daily', '8761'],
  BACKUP_KEEP: ['-1', 'all', '10001'],
  RATE_LIMIT_CREATES_PER_MINUTE: ['0', '-1', '0.5', 'unlimited', '1000001'],
  STRATEGY: [
    'Builtin',
    'https://u:p@strategy.example',
    'None',
    'engage',
    'ftp://e.example',
    'https://e.example/#x',
  ],
  STRATEGY_FALLBACK: ['none', 'builtin', 'e.example'],
  STRATEGY_ON_SILENCE: ['no', 'Engage'],
  PLAYGROUND: ['yes', 'ON', 'false', '1'],
  STRATEGY_SECRET: ['two words', 's'.repeat(513)],
};

t.test(
  'a value that is not valid is refused in one line: variable, valid values, value',
  async (t) => {
    for (const [name, texts] of Object.entries(INVALID))
      for (const text of texts) {
        const line = refusal({ [name]: text });
        const setting = Object.entries<Setting>(SETTINGS).find(([key]) => key === name)?.[1];
        const start = `${name} must be ${setting?.valid}; the environment gives `;
        t.equal(line.slice(0, start.length), start, `${name}=${text}`.slice(0, 80));
        t.notMatch(line, /\n/);
      }
  },
);

t.test('every setting but the directory is tried with a value that is not valid', async (t) => {
  t.strictSame(
    SETTING_NAMES.filter((name) => !(name in INVALID)),
    ['DATA_DIR'],
  );
});

t.test('what was given is shown, unless it is a secret or holds a password', async (t) => {
  const tooShort = 'hunter2';
  t.match(refusal({ PORT: 'eighty' }), /gives "eighty"$/);
  t.match(refusal({ LOG_LEVEL: 'x\ny' }), /gives "x\\ny"$/);
  t.match(refusal({ LOG_LEVEL: 'x'.repeat(1_000) }), /gives "x{100}…"$/);
  t.match(refusal({ ADMIN_KEY: tooShort }), /gives 7 characters \(not shown\)$/);
  for (const env of [
    { ADMIN_KEY: tooShort },
    { STRATEGY_SECRET: `a ${tooShort}` },
    { DATABASE_URL: `mysql://user:${tooShort}@localhost/db` },
    { PUBLIC_URL: `https://user:${tooShort}@e.example` },
    { ALLOWED_ORIGINS: `https://user:${tooShort}@e.example` },
    { STRATEGY: `https://user:${tooShort}@e.example` },
  ])
    t.notMatch(refusal(env), tooShort, Object.keys(env).join());
});

t.test('the data is in a directory or in a database; empty is not given', async (t) => {
  const url = 'postgres://ada:secret@db.example:5433/chats';
  t.equal(readConfig({ DATABASE_URL: url, DATA_DIR: '' }).databaseUrl, url);
  t.match(refusal({ DATABASE_URL: url }, { dataDir: 'x' }), /^DATA_DIR and DATABASE_URL must not/);
});

t.test(
  'the first of several wrong values is named, in the order of the documentation',
  async (t) => {
    t.match(refusal({ STRATEGY: 'x', PORT: 'x', TENANT_ID: 'x' }), /^PORT /);
  },
);

t.test('a flag wins over the environment, and the environment over the env file', async (t) => {
  const envFile = `${t.testdir({ '.env': 'PORT=3\nTENANT_ID=3\nRETENTION_DAYS=3\n' })}/.env`;
  const env = { PORT: '2', TENANT_ID: '2' };
  const { port, tenantId, retentionDays } = readConfig(env, { envFile, port: '1' });
  t.strictSame([port, tenantId, retentionDays], [1, 2, 3]);
});

t.test('an empty value is not set: the next weaker one holds', async (t) => {
  const envFile = `${t.testdir({ '.env': 'PORT=3\nTENANT_ID=\n' })}/.env`;
  const { port, tenantId, adminKey } = readConfig(
    { PORT: '', ADMIN_KEY: '' },
    { envFile, port: '' },
  );
  t.strictSame([port, tenantId, adminKey], [3, 1, undefined]);
});

t.test('a refusal names the flag or the env file that gives the wrong value', async (t) => {
  const envFile = `${t.testdir({ '.env': 'RETENTION_DAYS="never"\n' })}/.env`;
  t.match(refusal({ PORT: '1' }, { port: 'x' }), /; --port gives "x"$/);
  t.match(refusal({}, { dataDir: 'd', retentionDays: '0' }), /; --retention-days gives "0"$/);
  t.ok(refusal({}, { envFile }).endsWith(`; ${envFile} gives "never"`));
});

t.test('an env file that is missing or no file is refused', async (t) => {
  const directory = t.testdir();
  const missing = `${directory}/.env`;
  t.equal(
    refusal({}, { envFile: missing }),
    `--env-file must be a file to read; "${missing}": there is no such file`,
  );
  t.match(refusal({}, { envFile: directory }), /it cannot be read \(EISDIR\)$/);
});

t.test('variables of other programs are left alone', async (t) => {
  t.strictSame(readConfig({ PATH: '/bin', port: '1', HOSTNAME: 'x' }), readConfig({}));
});
