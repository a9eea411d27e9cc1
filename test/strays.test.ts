import t from 'tap';
import { type Environment, readConfig } from '#src/config/config.js';

t.test('what is nearly a setting is named with the nearest right one', async (t) => {
  const told = (env: Environment, flags = {}) => {
    const sentences: string[] = [];
    readConfig(env, flags, (sentence) => sentences.push(sentence));
    return sentences;
  };
  for (const [stray, meant] of [
    ['PROT', 'PORT'],
    ['port', 'PORT'],
    ['DATA_DRI', 'DATA_DIR'],
    ['DATADIR', 'DATA_DIR'],
    ['WEBHOOK_PROXYS', 'WEBHOOK_PROXY'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['STRATEGIE', 'STRATEGY'],
    ['ADMINKEY', 'ADMIN_KEY'],
  ] as const)
    t.strictSame(
      told({ [stray]: 'hidden-value' }),
      [`the environment has ${stray}, which is no setting; did you mean ${meant}?`],
      stray,
    );
  const foreign = `PATH HOME HOSTNAME HOSTTYPE PWD OLDPWD SHELL SHLVL TERM LANG USER LOGNAME MAIL TZ CI
    NODE_ENV NODE_OPTIONS NO_COLOR EDITOR HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy no_proxy
    KUBERNETES_PORT KUBERNETES_SERVICE_HOST INIT_CWD npm_config_port DISPLAY SSH_TTY XDG_DATA_DIRS
    DATABASE_HOST LOG_FILE ADMIN_EMAIL`;
  for (const name of foreign.split(/\s+/)) t.strictSame(told({ [name]: '1' }), [], name);
  t.strictSame(told({ PROT: '1', PORT: '2' }), [], 'whoever set the right one knows of it');
  t.strictSame(told({ PROT: '' }), [], 'an empty text is not set');

  const file = `${t.testdir({ env: 'PROT=1\nMY_OWN=2\nHTTP_PROXY=http://p\nTENANT_ID=3\nHOST\n' })}/env`;
  t.strictSame(told({}, { envFile: file }), [
    `${file} has MY_OWN, which is no setting, and has no effect`,
    `${file} has PROT, which is no setting; did you mean PORT?`,
    `${file} names HOST without a value; write HOST=value`,
  ]);
});
