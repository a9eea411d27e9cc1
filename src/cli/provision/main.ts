#!/usr/bin/env node
import { provision } from './tool.js';

process.exitCode = await provision(process.argv.slice(2), 'webengagement_provisioning');
