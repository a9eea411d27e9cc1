import type { Event, Request } from '../domain/interactions/interaction.js';
import type { Random } from './random.js';

/** What happens to one made-up visit, each step so many milliseconds after its creation. */
export interface Story {
  readonly request: Omit<Request, 'id'>;
  readonly steps: readonly DemoStep[];
}

export type DemoStep = { readonly afterMs: number } & (
  | { readonly event: Event }
  /** Ops take it out of its queue. */
  | { readonly clean: true }
  /** The site finds the visit worth an offer once more: refused while the attempt is live. */
  | { readonly again: true }
);

const SECOND_MS = 1000;

/** How busy the hours of a day are, from midnight: quiet nights, lunch, and the evening. */
const HOURS = [
  3, 2, 1, 1, 1, 2, 5, 9, 14, 18, 21, 24, 28, 26, 20, 18, 18, 20, 25, 31, 34, 29, 18, 8,
];
/** Agents were few between these hours, and the strategy said so. */
const SHORT_OF_AGENTS = { from: 15, to: 17 } as const;

/** When one of a day's interactions comes, in milliseconds from its beginning. */
export function arrival(random: Random, startHour: number): number {
  const weights = Object.fromEntries(
    HOURS.map((_, hour) => [String(hour), HOURS[(hour + startHour) % HOURS.length] ?? 0]),
  );
  return (Number(random.weighted(weights)) + random.next()) * 3600 * SECOND_MS;
}

/** How many come in an hour of the day, of so many in all. */
export function perHour(hour: number, perDay: number): number {
  const all = HOURS.reduce((sum, each) => sum + each, 0);
  return (perDay * (HOURS[hour % HOURS.length] ?? 0)) / all;
}

const CATEGORIES = {
  'PlayGround-Products': 46,
  'PlayGround-Prices': 27,
  'PlayGround-Cart': 19,
  'PlayGround-Support': 8,
} as const;

const PAGES: Readonly<Record<keyof typeof CATEGORIES, string>> = {
  'PlayGround-Products': '/products',
  'PlayGround-Prices': '/prices',
  'PlayGround-Cart': '/cart',
  'PlayGround-Support': '/help',
};

const NAMES = [
  ...['Ada', 'Ben', 'Chiara', 'Dilan', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira'],
  ...['Lena', 'Mateo', 'Nour', 'Olga', 'Paul', 'Rosa', 'Sami', 'Tess', 'Umut', 'Vera', 'Yuki'],
] as unknown as readonly [string, ...string[]];

function answered(
  random: Random,
  shownMs: number,
  isCallback: boolean,
  visitor: number,
): DemoStep[] {
  const answer = random.weighted({ acceptCall: 24, reject: 39, timeout: 30, none: 7 });
  if (answer === 'none')
    return random.chance(0.2) ? [{ afterMs: shownMs + 400_000, clean: true }] : [];
  const waitMs = {
    acceptCall: random.between(2, 25),
    reject: random.between(1, 14),
    timeout: 60,
  }[answer];
  const answeredMs = shownMs + waitMs * SECOND_MS;
  const steps: DemoStep[] = [{ afterMs: answeredMs, event: { type: answer } }];
  if (answer !== 'acceptCall') return steps;
  const name = random.pick(NAMES);
  const fields = {
    FirstName: name,
    EmailAddress: `${name.toLowerCase()}.${visitor}@example.com`,
    ...(isCallback && { PhoneNumber: `+49 30 5550${String(visitor).padStart(4, '0')}` }),
  };
  const filled = random.weighted({ inTime: 78, late: 6, never: 16 });
  const seconds = filled === 'late' ? random.between(125, 300) : random.between(8, 95);
  if (filled !== 'never')
    steps.push({
      afterMs: answeredMs + seconds * SECOND_MS,
      event: { type: 'formCompleted', fields },
    });
  return steps;
}

/** Makes up one visit; `n` tells it from all others, `hour` is that of its creation. */
export function createStory(random: Random, n: number, hour: number): Story {
  const visitor = Math.floor(random.next() ** 2 * 4000);
  const category = random.weighted(CATEGORIES);
  const isCallback = random.chance(category === 'PlayGround-Support' ? 0.6 : 0.18);
  const request = {
    visitId: `demo-${n}`,
    visitorId: `visitor-${visitor}`,
    visitorIdClaimed: false,
    pageId: PAGES[category].slice(1),
    pageUrl: `https://shop.example${PAGES[category]}`,
    category,
    channel: isCallback ? ('proactiveCallback' as const) : ('proactiveChat' as const),
    caseData: {},
    userData: {},
  };
  const steps: DemoStep[] = random.chance(0.04)
    ? [{ afterMs: random.between(500, 9_000), again: true }]
    : [];
  const isShort = hour >= SHORT_OF_AGENTS.from && hour < SHORT_OF_AGENTS.to;
  const decision = random.weighted({
    engage: isShort ? 38 : 81,
    noengage: isShort ? 58 : 16,
    none: 3,
  });
  const decidedMs = random.between(40, 1_600);
  if (decision === 'noengage') {
    const detail = isShort ? 'no agent is ready' : 'the visitor was invited this week';
    steps.push({ afterMs: decidedMs, event: { type: 'noengage', detail } });
  } else if (decision === 'engage') {
    steps.push({ afterMs: decidedMs, event: { type: 'engage' } });
    // The others left before the invitation arrived.
    if (random.chance(0.93)) {
      const shownMs = decidedMs + random.between(250, 2_800);
      steps.push({ afterMs: shownMs, event: { type: 'displayed' } });
      steps.push(...answered(random, shownMs, isCallback, visitor));
    }
  }
  return { request, steps: steps.sort((a, b) => a.afterMs - b.afterMs) };
}
