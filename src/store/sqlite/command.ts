import type { DecisionName } from '../../decisions/decisions.js';
import type { EndpointRequest, TidyStep, Work } from '../work.js';

/** What the writer is asked to do, as plain data. */
export type Command =
  /** The arguments are those of the decision. */
  | { readonly do: 'apply'; readonly name: DecisionName; readonly args: unknown }
  | { readonly do: 'claim'; readonly request: EndpointRequest }
  | {
      readonly do: 'finish';
      readonly claim: Work['endpoint']['claimed'];
      readonly attempts: Work['endpoint']['result'];
    }
  | { readonly do: 'tidy'; readonly step: TidyStep };
