import { type AnyObject, optionOf, type Sections } from './kinds.js';
import { CHAT_ENDPOINT, CHAT_QUEUE } from './shipped.js';
import { FILTER_SECTION, FILTERS, STATISTICS } from './statistics.js';
import { type Action, type Line, type PlanStep, shown } from './step.js';
import { type Application, endpointSection, type Topology } from './topology.js';

/** Options that an application must have. */
export interface OptionsStep {
  /** Null when there is no such application: the step is skipped, for the reason given. */
  readonly application: Application | null;
  readonly skipped: { readonly name: string; readonly detail: string };
  /** One entry is one thing that is added, corrected or replaced as a whole. */
  readonly entries: readonly OptionsEntry[];
}

export interface OptionsEntry {
  /** What a line calls it. */
  readonly name: string;
  readonly section: string;
  readonly options: Readonly<Record<string, string>>;
  /** Added only when absent, and replaced with `overwrite`; else corrected whenever it is wrong. */
  readonly ifAbsent: boolean;
}

const NEVER_SKIPPED = { name: '', detail: '' };

/** The options that the applications of this topology must have. */
export function optionSteps(
  { server, cluster, chatServers, statServers }: Topology,
  tenantId: number,
): readonly OptionsStep[] {
  const single = (section: string, name: string, value: string): OptionsEntry => ({
    name: `${name} in section ${section}`,
    section,
    options: { [name]: value },
    ifAbsent: false,
  });
  const endpoint = single(endpointSection(tenantId), CHAT_ENDPOINT, CHAT_QUEUE);
  const queueKey = single('chat', 'queueKey', `${tenantId}:${CHAT_ENDPOINT}`);
  const definitions: readonly OptionsEntry[] = [
    ...Object.entries(STATISTICS).map(([name, options]) => ({
      name: `statistic ${name}`,
      section: name,
      options,
      ifAbsent: true,
    })),
    ...Object.entries(FILTERS).map(([name, filter]) => ({
      name: `filter ${name}`,
      section: FILTER_SECTION,
      options: { [name]: filter },
      ifAbsent: true,
    })),
  ];
  const step = (application: Application, entries: readonly OptionsEntry[]): OptionsStep => ({
    application,
    skipped: NEVER_SKIPPED,
    entries,
  });
  return [
    ...chatServers.map((application) => step(application, [endpoint])),
    ...(chatServers.length > 0
      ? []
      : [
          {
            application: null,
            skipped: {
              name: 'Chat Server',
              detail: `${cluster.name} is connected to no Chat Server, directly or through an Application Cluster`,
            },
            entries: [endpoint],
          },
        ]),
    ...statServers.map((application) => step(application, definitions)),
    step(server, [queueKey]),
  ];
}

/** Whether a statistic is there at all: its section is; a filter: its option is. */
function isAbsent(sections: Sections, { section, options }: OptionsEntry): boolean {
  return section === FILTER_SECTION
    ? Object.keys(options).every((option) => optionOf(sections, section, option) === undefined)
    : !Object.hasOwn(sections, section);
}

const isWrong = (sections: Sections, { section, options }: OptionsEntry): boolean =>
  Object.entries(options).some(([name, value]) => optionOf(sections, section, name) !== value);

/** A statistic is its whole section: what somebody added to it would change what it counts. */
const hasMore = (sections: Sections, { section, options, ifAbsent }: OptionsEntry): boolean =>
  ifAbsent &&
  section !== FILTER_SECTION &&
  Object.keys(sections[section] ?? {}).some((name) => !Object.hasOwn(options, name));

/** What is to be done about the options of one application; its other options stay. */
export function planOptions(
  { application, skipped, entries }: OptionsStep,
  overwrite: boolean,
): PlanStep {
  const name = application?.name ?? skipped.name;
  const line = (action: Action, detail = ''): Line => ({
    kind: 'applications',
    name,
    action,
    detail,
  });
  if (application === null) return { lines: [line('skipped', skipped.detail)] };
  const sections: Record<string, Readonly<Record<string, string>>> = {
    ...application.properties.options,
  };
  const described: string[] = [];
  const kept: string[] = [];
  for (const entry of entries) {
    const absent = isAbsent(sections, entry);
    if (!absent && !isWrong(sections, entry) && !hasMore(sections, entry)) continue;
    if (!absent && entry.ifAbsent && !overwrite) {
      kept.push(entry.name);
      continue;
    }
    described.push(describe(sections, entry, absent));
    const whole = entry.ifAbsent && entry.section !== FILTER_SECTION;
    sections[entry.section] = { ...(whole ? {} : sections[entry.section]), ...entry.options };
  }
  if (described.length === 0)
    return {
      lines: [line('unchanged', kept.length > 0 ? `keeps its own ${kept.join(', ')}` : '')],
    };
  const after: AnyObject = {
    ...application,
    version: application.version + 1,
    properties: { ...application.properties, options: sections },
  };
  return {
    lines: [line('corrected', described.join('; '))],
    write: { before: application, after },
  };
}

function describe(sections: Sections, entry: OptionsEntry, absent: boolean): string {
  const { name, section, options, ifAbsent } = entry;
  if (ifAbsent) return absent ? `${name} added` : `${name} replaced`;
  const [option = '', value] = Object.entries(options)[0] ?? [];
  const was = optionOf(sections, section, option);
  return `${name} ${was === undefined ? 'added:' : `${shown(was)} →`} ${shown(value)}`;
}
