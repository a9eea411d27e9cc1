import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { serve } from './support/process.js';
import { ADMIN_KEY } from './support/service.js';
import { callTool, flagsOf, objectsAt, SUCCESS, write } from './support/tool.js';

const QUEUES = ['Qualified', 'Engaged', 'Rejected', 'Timeout', 'Failed'];
const FIXTURE = new URL('./fixtures/faulty-objects.js', import.meta.url).href;

t.test(
  'a run that fails half-way changes nothing: full disk, killed service',
  { timeout: 120_000 },
  async (t) => {
    const data = t.testdir({ data: {} });
    const fault = join(data, 'fault');
    const start = (env: Readonly<Record<string, string>> = {}) =>
      serve(t, { DATA_DIR: join(data, 'data'), ADMIN_KEY, ...env });
    const overwrite = (address: string) =>
      callTool([...flagsOf(address), '-overwrite'], { ADMIN_KEY });

    const faulty = await start({ NODE_OPTIONS: `--import=${FIXTURE}`, FAULT: fault });
    for (const queue of QUEUES)
      await write(
        'PUT',
        `${faulty.address}/v1/admin/objects/interaction-queues/Webengagement_${queue}`,
        { description: 'Mine.' },
      );
    const before = await objectsAt(faulty.address);
    writeFileSync(fault, 'full');
    const refused = await overwrite(faulty.address);
    t.equal(refused.code, 1);
    t.equal(
      refused.stderr,
      'webengagement_provisioning: Nothing was changed. (storage_unavailable)\n',
    );
    t.notMatch(refused.stdout, SUCCESS);
    t.equal(await objectsAt(faulty.address), before, 'what decisions see is rolled back');

    writeFileSync(fault, 'kill');
    const cut = await overwrite(faulty.address);
    t.equal(cut.code, 1);
    t.match(
      cut.stderr,
      /^webengagement_provisioning: the service at \S+ ended before it answered;[^\n]+\n$/,
    );

    const { address } = await start();
    t.equal(faulty.process.signalCode, 'SIGKILL');
    t.equal(await objectsAt(address), before, 'the transaction that was cut off left nothing');
    const done = await overwrite(address);
    t.match(done, {
      code: 0,
      stdout: /^5 created, 0 corrected, 24 unchanged, 1 skipped, 5 removed$/m,
    });
  },
);
