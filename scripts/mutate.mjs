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

const groups = Object.keys(GROUPS);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((group) => !groups.includes(group));
if (unknown.length > 0) {
  console.error(`There is no group ${unknown.join(', ')}. There are: ${groups.join(', ')}.`);
  process.exit(2);
}

await setup();
await compileTests();
const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
for (const group of wanted.length > 0 ? wanted : groups) {
  rmSync(resultOf(group), { force: true });
  const env = { ...process.env, MUTATE: group };
  const run = spawnSync(process.execPath, [stryker, 'run'], { cwd: root, env, stdio: 'inherit' });
  if (run.status !== 0) {
    console.error(`The run of ${group} failed: nothing is reported.`);
    process.exit(1);
  }
}
// A group that was not asked for counts as it was found before, if it was.
const files = groups
  .filter((group) => existsSync(resultOf(group)))
  .flatMap((group) => filesOf(group, JSON.parse(readFileSync(resultOf(group), 'utf8'))));
const parts = groups
  .map((group) => sum(group, (file) => file.group === group))
  .filter(({ planted }) => planted > 0);
const report = reportOf();
writeFileSync(REPORT, report);
console.log(report);
if (!parts.every(({ planted, noticed }) => noticed >= AIM * planted)) process.exitCode = 1;

/** The files of a group, with what became of the faults in each. */
function filesOf(group, result) {
  return Object.entries(result.files)
    .map(([name, { mutants, source }]) => ({ group, name, source, ...tally(mutants) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function sum(name, isCounted) {
  const counted = files.filter(isCounted);
  const of = (what) => counted.reduce((total, file) => total + file[what], 0);
  return { name, planted: of('planted'), noticed: of('noticed') };
}

/** The score, the score of each group and file, and every fault that went unnoticed. */
function reportOf() {
  const { noticed, planted } = sum('all', () => true);
  const row = ({ name, planted, noticed }) =>
    `| ${name} | ${planted} | ${noticed} | ${percent(noticed, planted)} |`;
  const table = (what, rows) => [
    `| ${what} | planted | noticed | score |`,
    '| --- | ---: | ---: | ---: |',
    ...rows.map(row),
    '',
  ];
  const lines = [
    `# Mutation score: ${percent(noticed, planted)} (${noticed} of ${planted} planted faults were noticed)`,
    '',
    `Made by \`npm run mutate\`. The aim is ${percent(AIM, 1)} in each group.`,
    '',
    ...table('group', parts),
    ...table('file', files),
    '## Unnoticed',
    '',
    ...files.flatMap(({ name, source, unnoticed }) =>
      unnoticed.map((mutant) => `- ${name}:${mutant.location.start.line} ${words(mutant, source)}`),
    ),
    '',
  ];
  return lines.join('\n');
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
