import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A page of the guides, made from a Markdown file of the repository. */
export interface Guide {
  /** Its address is `/docs/` and this. */
  readonly slug: string;
  /** From the root of the repository. */
  readonly file: string;
  /** As the navigation calls it; a page without one goes by its own heading. */
  readonly name?: string;
  /** What the reader gets from it, in a few words. */
  readonly says?: string;
}

export interface Chapter {
  readonly name: string;
  readonly guides: readonly Guide[];
}

const guide = (slug: string, name: string, says: string, file = `docs/${slug}.md`): Guide => ({
  slug,
  file,
  name,
  says,
});

/** What the reader came for, in the order of a first week with the service. */
const CHAPTERS: readonly Chapter[] = [
  {
    name: 'Begin',
    guides: [
      guide('start', 'Start here', 'Run it, and the first interaction with curl', 'README.md'),
      guide('moving-from-genesys', 'Moving from Genesys', 'What is called what, and what differs'),
    ],
  },
  {
    name: 'Build',
    guides: [
      guide('widget', 'The widget', 'One tag on your pages'),
      guide('desk', 'The desk', 'The page of agents, and how to set them up'),
      guide('strategies', 'Strategies', 'Who decides, by rules or by your own program'),
      guide('chats', 'Chats', 'From an accepted invitation to a person'),
      guide('pacing', 'Pacing', 'How many are invited, so that nobody waits for an agent'),
      guide('statistics', 'Statistics', 'What is counted, and how to ask for it'),
      guide('reports', 'Reports', 'Queues, agents, and where invitations are lost'),
      guide('webhooks', 'Webhooks', 'Being told of every fact'),
      guide('provisioning', 'Provisioning', 'Queues, views, routing, categories'),
    ],
  },
  {
    name: 'Run',
    guides: [
      guide('console', 'The console', 'The page of operators: what is where, and why'),
      guide('operating', 'Operating', 'Backup, restore, upgrade, moving to another machine'),
      guide('monitoring', 'Monitoring', 'Every metric, dashboards and alerts'),
      guide('performance', 'Performance', 'What one machine does, and what limits it'),
      guide('options', 'Options', 'What can be changed while it runs'),
      guide('personal-data', "A person's data", 'What is kept where, export, erasure, proof'),
      guide('clocks', 'Clocks', 'Which time counts, and what a wrong clock does'),
      guide('limits', 'Limits', 'Every number that a caller can run into'),
      guide(
        'security',
        'Security',
        'Reporting, secrets, and what to do about one that leaked',
        'SECURITY.md',
      ),
    ],
  },
  {
    name: 'Look up',
    guides: [
      guide('lifecycle', 'Lifecycle', 'Every state, event, clock and reason'),
      guide('errors', 'Problems', 'Every error, and what to do about it'),
      guide('releases', 'Releases', 'What stays, what may change, how to upgrade'),
      guide('changes', 'Changes', 'For the person who upgrades', 'CHANGELOG.md'),
      guide('architecture', 'Architecture', 'How the house is built', 'ARCHITECTURE.md'),
      guide('contributing', 'Contributing', 'How to change something', 'CONTRIBUTING.md'),
    ],
  },
];

/** The root of the repository, seen from the compiled code. */
export const ROOT = new URL('../../../../', import.meta.url);

/** Every chapter with the pages that are there, those that no chapter names in one of their own. */
export function readChapters(): readonly Chapter[] {
  const known = CHAPTERS.map(({ name, guides }) => ({
    name,
    guides: guides.filter(({ file }) => existsSync(fileURLToPath(new URL(file, ROOT)))),
  }));
  const named = new Set(known.flatMap(({ guides }) => guides.map(({ file }) => file)));
  const more = pagesIn('docs/').filter(({ file }) => !named.has(file));
  const decisions = pagesIn('docs/decisions/');
  return [
    ...known,
    { name: 'More', guides: more },
    { name: 'Decisions', guides: decisions },
  ].filter(({ guides }) => guides.length > 0);
}

/** The pages of a folder; its README comes first, at the address of the folder. */
function pagesIn(folder: string): readonly Guide[] {
  return readdirSync(fileURLToPath(new URL(folder, ROOT)))
    .filter((file) => file.endsWith('.md'))
    .map((file) => folder + file)
    .map((file) => ({ slug: file.replace(/^docs\//, '').replace(/(\/README)?\.md$/, ''), file }))
    .sort((one, other) => (one.slug < other.slug ? -1 : 1));
}
