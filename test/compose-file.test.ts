import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parse } from 'yaml';
import { SETTINGS } from '#src/config/settings.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Container {
  readonly build?: string;
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly command?: readonly string[];
  readonly depends_on?: object;
  readonly healthcheck?: { readonly test: readonly string[] };
}

/** What only those have of which there are several. */
interface Scaled {
  readonly deploy?: { readonly replicas: number };
}

const { services, volumes } = parse(read('compose.yaml')) as {
  readonly services: Readonly<Record<'webengagement' | 'prometheus' | 'grafana', Container>>;
  readonly volumes: object;
};
const dockerfile = read('Dockerfile');
const { webengagement, prometheus, grafana } = services;

/** Where a file of a container comes from in the repository; undefined when it is not mounted. */
const sourceOf = (container: Container, path: string): string | undefined => {
  for (const volume of container.volumes) {
    const [from = '', to = ''] = volume.split(':');
    if (from.startsWith('./') && `${path}/`.startsWith(`${to}/`))
      return join(from, path.slice(to.length));
  }
  return undefined;
};

t.test('a container listens to this machine alone, and each port once', async (t) => {
  const ports = Object.values(services).flatMap(({ ports }) => ports);
  for (const port of ports) t.match(port, /^127\.0\.0\.1:(\d+):\1$/);
  t.equal(new Set(ports).size, ports.length);
});

t.test('what is mounted is there, and volumes are named', async (t) => {
  for (const [name, container] of Object.entries(services))
    for (const volume of container.volumes) {
      const [from = '', , mode] = volume.split(':');
      if (!from.startsWith('./')) t.ok(from in volumes, `${name}: ${from}`);
      else {
        t.ok(existsSync(join(ROOT, from)), `${name}: ${from}`);
        t.equal(mode, 'ro', `${name}: ${from} is only read`);
      }
    }
});

t.test('the service is built here, keeps its data, and is asked for its health', async (t) => {
  t.equal(webengagement.build, '.');
  t.equal(webengagement.profiles, undefined);
  t.ok(dockerfile.includes('\nVOLUME /data\n'));
  t.ok(webengagement.volumes.includes('data:/data'));
  t.ok(dockerfile.includes('\nEXPOSE 8080\n'));
  const [, ...asked] = webengagement.healthcheck?.test ?? [];
  t.ok(dockerfile.includes(`CMD ${JSON.stringify(asked).replaceAll(',', ', ')}\n`));
  for (const name of Object.keys(webengagement.environment ?? {}))
    t.ok(name in SETTINGS, `${name} is a setting`);
});

t.test('Prometheus and Grafana come with the profile, in versions that stand', async (t) => {
  for (const { image, profiles } of [prometheus, grafana]) {
    t.strictSame(profiles, ['monitoring']);
    t.match(image, /:v?\d+\.\d+\.\d+$/);
  }
});

t.test('each finds the other, and the files that it is given', async (t) => {
  const [config = ''] = (prometheus.command ?? []).flatMap(
    (flag) => /^--config\.file=(.*)$/.exec(flag)?.[1] ?? [],
  );
  const { rule_files, scrape_configs } = parse(read(sourceOf(prometheus, config) ?? '')) as {
    readonly rule_files: readonly string[];
    readonly scrape_configs: readonly {
      readonly job_name: string;
      readonly metrics_path: string;
      readonly static_configs: readonly { readonly targets: readonly string[] }[];
    }[];
  };
  for (const file of rule_files)
    t.ok(sourceOf(prometheus, join(dirname(config), file)), `${file} is mounted`);
  t.match(scrape_configs, [
    {
      // As alerts have it.
      job_name: 'webengagement',
      metrics_path: '/metrics',
      static_configs: [{ targets: ['webengagement:8080'] }],
    },
  ]);

  const provisioned = (path: string) =>
    parse(read(sourceOf(grafana, `/etc/grafana/provisioning/${path}`) ?? '')) as object;
  t.match(provisioned('datasources/prometheus.yaml'), {
    datasources: [{ type: 'prometheus', url: 'http://prometheus:9090' }],
  });
  const { providers } = provisioned('dashboards/webengagement.yaml') as {
    readonly providers: readonly { readonly options: { readonly path: string } }[];
  };
  for (const { options } of providers) {
    const folder = join(ROOT, sourceOf(grafana, options.path) ?? 'nothing');
    t.ok(statSync(folder).isDirectory(), options.path);
    t.ok(existsSync(join(folder, 'operations.json')));
  }
});

t.test(
  'three processes on one database stand behind a proxy, in a file of their own',
  async (t) => {
    const file = parse(read('compose.scale.yaml')) as {
      readonly services: Readonly<
        Record<'migrate' | 'webengagement' | 'proxy' | 'postgres', Partial<Container> & Scaled>
      >;
      readonly volumes: object;
      readonly networks: { readonly default: { readonly ipam: { config: [{ subnet: string }] } } };
    };
    const { migrate, webengagement: node, proxy, postgres } = file.services;
    t.equal(migrate.build, '.');
    t.equal(node.image, migrate.image);
    t.equal(node.deploy?.replicas, 3);
    t.equal(node.ports, undefined, 'the proxy alone is reached from outside');
    t.strictSame(proxy.ports, ['127.0.0.1:8080:8080']);
    for (const { environment } of [migrate, node]) {
      for (const name of Object.keys(environment ?? {})) t.ok(name in SETTINGS, name);
      t.equal(environment?.DATA_DIR, '', 'that of the image counts as not given');
      t.match(
        environment?.DATABASE_URL,
        /^postgres:\/\/\w+:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres:/,
      );
    }
    t.match(node.environment?.ADMIN_KEY, /^\$\{ADMIN_KEY:\?/, 'none begins without');
    t.equal(node.environment?.TRUST_PROXY, file.networks.default.ipam.config[0].subnet);
    t.strictSame(node.healthcheck?.test, webengagement.healthcheck?.test);
    for (const { image = '' } of [proxy, postgres]) t.match(image, /:\d+(\.\d+)+$/);
    t.ok(postgres.volumes?.every((volume) => (volume.split(':')[0] ?? '') in file.volumes));
    const [mounted = ''] = proxy.volumes ?? [];
    const config = read(mounted.split(':')[0] ?? '');
    t.match(config, /^\tserver-template process 1-\d+ webengagement:8080$/m);
    t.match(config, /^\toption httpchk GET \/readyz$/m);
  },
);
