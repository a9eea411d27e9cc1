// Plants small faults into the pure core, one at a time, and runs the tests that reach each.
// One that no test notices is named in bench/mutation.md: a test is missing, or the code says something twice.
//
//   npm run mutate               all of stryker.config.mjs: an hour on two cores
//   npm run mutate -- options    one group of it; the others count as they were found last

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GROUPS } from '../stryker.config.mjs';
import { compileTests, root, setup } from './setup.mjs';

const AIM = 0.85;

const REPORT = join(root, 'bench', 'mutation.md');
const resultOf = (group) => join(root, '.out', `mutation-${group}.json`);

await setup();
await compileTests();
const wanted = process.argv.slice(2);
const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
for (const group of wanted.length > 0 ? wanted : Object.keys(GROUPS)) {
  rmSync(resultOf(group), { force: true });
  const env = { ...process.env, MUTATE: group };
  spawnSync(process.execPath, [stryker, 'run'], { cwd: root, env, stdio: 'inherit' });
}
// A group that was not asked for counts as it was found before, if it was.
const results = Object.keys(GROUPS)
  .filter((group) => existsSync(resultOf(group)))
  .map((group) => JSON.parse(readFileSync(resultOf(group), 'utf8')));
const { score, report } = reportOf(Object.assign({}, ...results.map(({ files }) => files)));
writeFileSync(REPORT, report);
console.log(report);
if (score < AIM) process.exitCode = 1;

/** The score, the score of each file, and every fault that went unnoticed. */
function reportOf(files) {
  const rows = Object.entries(files)
    .map(([name, { mutants, source }]) => ({ name, source, ...tally(mutants) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const noticed = rows.reduce((sum, row) => sum + row.noticed, 0);
  const planted = rows.reduce((sum, row) => sum + row.planted, 0);
  const lines = [
    `# Mutation score: ${percent(noticed, planted)} (${noticed} of ${planted} planted faults were noticed)`,
    '',
    `Made by \`npm run mutate\`. The aim is ${percent(AIM, 1)}.`,
    '',
    '| file | planted | noticed | score |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.planted} | ${row.noticed} | ${percent(row.noticed, row.planted)} |`,
    ),
    '',
    '## Unnoticed',
    '',
    ...rows.flatMap(({ name, source, unnoticed }) =>
      unnoticed.map((mutant) => `- ${name}:${mutant.location.start.line} ${words(mutant, source)}`),
    ),
    '',
  ];
  return { score: noticed / planted, report: lines.join('\n') };
}

/** A mutant that does not end was noticed; one that does not load was not planted. */
function tally(mutants) {
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const unnoticed = mutants.filter(
    ({ status }) => status === 'Survived' || status === 'NoCoverage',
  );
  return { planted: noticed.length + unnoticed.length, noticed: noticed.length, unnoticed };
}

function words({ location: { start, end }, replacement, mutatorName }, source) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return `${mutatorName}: \`${short(lines.join(' '))}\` → \`${short(replacement ?? '')}\``;
}

function short(code) {
  const line = code.replaceAll(/\s+/g, ' ').replaceAll('`', "'");
  return line.length > 70 ? `${line.slice(0, 67)}...` : line;
}

function percent(part, whole) {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
