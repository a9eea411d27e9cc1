import type { AddHelpTextContext } from 'commander';
import { SETTING_NAMES } from '../config/settings.js';
import { EXIT } from './exit.js';
import { describeSetting } from './flags.js';

const EXAMPLES = `Examples:
  webengagement serve
      on http://127.0.0.1:8080, data in ./data
  webengagement serve --port 0 --data-dir /srv/data
      on any free port, data elsewhere
  webengagement serve --env-file production.env
      settings from a file
  webengagement backup /backups/monday.db
      a checked copy, also while it runs
  webengagement interactions list --state Engaged
      ask the running service; --json for programs
  PORT=9090 webengagement healthcheck
      is the service on port 9090 ready?`;

/** Columns of a help text: those of the terminal; where there is none, as a terminal is at the least. */
export function helpWidth(): number {
  return process.stdout.columns ?? (Number(process.env.COLUMNS) || 80);
}

/** What the help says after the list of commands: examples, environment variables, exit codes. */
export function lessons({ command }: AddHelpTextContext): string {
  const help = command.createHelp();
  const { getOutHelpWidth = helpWidth } = command.configureOutput();
  help.prepareContext({ helpWidth: getOutHelpWidth() });
  const table = (rows: readonly (readonly [string, string])[]): string => {
    const width = Math.max(...rows.map(([term]) => term.length));
    return rows.map(([term, text]) => help.formatItem(term, width, text, help)).join('\n');
  };
  return `
${EXAMPLES}

Environment variables, each also a flag of "serve" (a flag wins over the
environment, the environment over the file of --env-file; an empty value is
not set):
${table(SETTING_NAMES.map((name) => [name, describeSetting(name)]))}

Exit codes:
${table(Object.values(EXIT).map(({ code, meaning }) => [String(code), meaning]))}`;
}
