import { ALGORITHMS, TARGETS } from '../pacing/vocabulary.js';
import { ours } from './definition.js';
import { agentGroup, integer, optional, word } from './values.js';

const pacing = ours('pacing');

/** How many visitors are invited to a chat; part of the catalogue. */
export const PACING_OPTIONS = {
  pacingEnabled: pacing(
    'connector.enabled',
    word(['auto', 'true', 'false'] as const),
    'auto',
    'Whether the built-in strategy invites no more visitors to a chat than agents can take; `auto` as soon as there is an agent.',
  ),
  pacingAlgorithm: pacing(
    'connector.algorithm',
    word(ALGORITHMS),
    'SUPER_PROGRESSIVE',
    'How it is found how many invitations may be outstanding; a `_DUAL` one also limits the chats that visitors ask for by themselves, and needs pacing.connector.proactiveRatio.',
  ),
  optimizationTarget: pacing(
    'connector.optimizationTarget',
    word(TARGETS, { ABANDONMENT_RATE: 'ABANDONEMENT_RATE' }),
    'ABANDONEMENT_RATE',
    'What the goal is about: how many of those who accept find nobody free, or how busy agents are. ABANDONMENT_RATE is taken for ABANDONEMENT_RATE.',
  ),
  optimizationGoal: pacing(
    'connector.optimizationGoal',
    integer(1, 99),
    '3',
    'The goal, in percent.',
  ),
  proactiveRatio: pacing(
    'connector.proactiveRatio',
    optional(integer(0, 100)),
    '',
    'With a `_DUAL` algorithm: the share of the load, in percent, that is kept for invitations.',
  ),
  refreshPeriod: pacing(
    'connector.refreshPeriod',
    integer(1, 60),
    '2',
    'Seconds for which what was measured is taken to be so.',
  ),
  chatGroup: pacing(
    'connector.chatGroup',
    agentGroup,
    'Web Engagement Chat',
    'The agent group that takes the chats which no rule of Chat Routing sends elsewhere.',
  ),
  historyLength: pacing(
    'connector.historyLength',
    integer(20, 1000),
    '100',
    'Of how many invitations, and chats, it is looked at how they went.',
  ),
  maxInvitationsPerAgent: pacing(
    'connector.maxInvitationsPerAgent',
    integer(1, 50),
    '5',
    'Invitations that may be outstanding for each agent who is ready, at most.',
  ),
  assumedHandlingTime: pacing(
    'connector.assumedHandlingTime',
    integer(30, 7200),
    '300',
    'Seconds that a chat is taken to keep an agent, until five were measured.',
  ),
} as const;
