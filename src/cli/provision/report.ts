import pc from 'picocolors';
import { KIND_WORDS } from '../../domain/objects/kinds.js';
import { ACTIONS, type Action } from '../../domain/objects/step.js';
import type { RunAnswer } from './request.js';

/** The last line of every run that succeeded; scripts look for it. */
const SUCCESS = 'Provisioning script successfully finished his work';

/** A configuration file in a report, beside the objects. */
export interface FileLine {
  readonly file: string;
  readonly action: 'created' | 'corrected' | 'unchanged';
  readonly detail: string;
}

const COLOURS: Readonly<Record<Action, 'green' | 'yellow' | 'dim' | 'red'>> = {
  created: 'green',
  corrected: 'yellow',
  unchanged: 'dim',
  skipped: 'dim',
  removed: 'red',
};

/** Whether a run changed something, or would have. */
export function hasChanges({ summary }: RunAnswer, file: FileLine | undefined): boolean {
  const { created, corrected, removed } = summary;
  return created + corrected + removed > 0 || (file !== undefined && file.action !== 'unchanged');
}

/** The report of a run: one line for each object, warnings, the summary, and the last line. */
export function report(answer: RunAnswer, file: FileLine | undefined, colour: boolean): string {
  const colours = pc.createColors(colour);
  const line = (action: Action, what: string, name: string, detail: string): string => {
    const said = colours[COLOURS[action]](action.padEnd(9));
    return `${said}  ${what}  ${name}${detail === '' ? '' : `: ${detail}`}`;
  };
  const width = Math.max(...Object.values(KIND_WORDS).map(({ length }) => length));
  const lines = answer.changes.map(({ kind, name, action, detail }) =>
    line(action, KIND_WORDS[kind].padEnd(width), name, detail),
  );
  if (file)
    lines.push(line(file.action, 'configuration file'.padEnd(width), file.file, file.detail));
  const warnings = answer.warnings.map((warning) => `${colours.yellow('warning')}: ${warning}`);
  const summary = ACTIONS.map((action) => `${answer.summary[action]} ${action}`).join(', ');
  const alsoFile = file ? `; configuration file ${file.action}` : '';
  const dry = answer.dryRun ? ' (dry run: nothing was written)' : '';
  return [...lines, ...warnings, `${summary}${alsoFile}${dry}`, SUCCESS].join('\n');
}
