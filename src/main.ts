#!/usr/bin/env node
import { run } from './cli/run.js';

const code = await run(process.argv.slice(2));
// At once: a start that failed half way may have left timers behind.
if (code !== 0) process.exit(code);
