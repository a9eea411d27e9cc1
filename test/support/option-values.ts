import { PACING_VALUES, wholeSeconds } from './pacing-options.js';

/** What an option takes, and what it refuses. */
interface Values {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

/** As whole seconds, where 0 is none of the bounds below. */
const fromNothing = (max: number) => ({
  ...wholeSeconds(0, max),
  bad: wholeSeconds(0, max).bad.filter((value) => value !== '00'),
});
const oneOf = (...words: readonly string[]) => ({
  good: words,
  bad: ['', ' ', 'Other', words[0]?.toUpperCase(), 5, null],
});
const flag = {
  good: ['true', true, 'false', false],
  bad: ['TRUE', 'yes', '', ' true', 0, 1, '1', null],
};
/** For an option that names a queue. */
export const ANY_QUEUE: Values = {
  good: ['Webengagement_Chat', 'Webengagement_Failed'],
  bad: ['Unknown', 'webengagement_failed', ' Webengagement_Failed', 'Webengagement_Failed ']
    .concat(['', ' ', 'a-b', 'Ä', 'x'.repeat(256), 'a\nb', 'a\u0000b', '\ud800'])
    .concat([5, true, null] as never),
};
const dataKey = {
  good: ['E', 'Mobile', 'a.b-c_9', 'x'.repeat(128), true],
  bad: ['', ' Mobile', '9a', '_a', 'a b', 'x'.repeat(129), 'ä', '__proto__', 5, -1.5, null],
};
/** What each option takes and refuses, by its key. */
export const VALUES: Readonly<Record<string, Values>> = {
  engagementExpirationTime: wholeSeconds(10, 60),
  registrationFormExpirationTime: wholeSeconds(10, 1800),
  abandonedTime: wholeSeconds(60, 86_400),
  autoStop: flag,
  strictEngagementMode: flag,
  strictCategories: flag,
  queueMissed: {
    good: [...ANY_QUEUE.good, null, ''],
    bad: ANY_QUEUE.bad.filter((v) => v !== null && v),
  },
  defaultEngagementChannel: {
    good: ['proactiveChat', 'proactiveCallback', null, ''],
    bad: ['ProactiveChat', 'phone', ' ', 1, false],
  },
  userIdentifier: dataKey,
  phoneNumber: dataKey,
  chatCapacity: wholeSeconds(1, 25),
  presenceTimeout: wholeSeconds(15, 600),
  afterMissedOffer: oneOf('none', 'notready', 'logout'),
  wrapUpTime: fromNothing(3600),
  chatAutomatic: oneOf('auto', 'true', 'false'),
  copyUserData: { good: ['all', 'none', 'A', 'A,b.c'], bad: ['', 'a,,b', '9', 'a b', null, 5] },
  whenNoAgents: oneOf('refuse', 'queue'),
  offerTime: wholeSeconds(5, 300),
  maxWaitTime: wholeSeconds(30, 86_400),
  maxWaiting: fromNothing(10_000),
  visitorLostTime: wholeSeconds(15, 600),
  agentLostTime: fromNothing(600),
  inactivityTime: fromNothing(86_400),
  chatSelection: oneOf('least_busy', 'longest_idle'),
  stickyTime: fromNothing(2_592_000),
  shortAbandonTime: fromNothing(60),
  ...PACING_VALUES,
  serviceLevelTime: wholeSeconds(1, 3600),
  serviceLevelGoal: wholeSeconds(1, 100),
  timeZone: {
    good: ['UTC', 'Europe/Berlin', 'America/New_York'],
    bad: ['', 'Berlin', '+01:00', ' UTC', 'x'.repeat(65), null, 5],
  },
  chatGroup: { good: ['Web Engagement Chat'], bad: ['Nobody', '', 'web engagement chat', null, 5] },
};
