import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Without a window it does less: a quarter of the processor time is saved. It keeps no page that was left. */
const SHELL = '/usr/bin/chromium-headless-shell';

/** Where Chrome, Chromium and Edge usually are. */
const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable] ?? '';
    return [
      join(folder, 'Google\\Chrome\\Application\\chrome.exe'),
      join(folder, 'Microsoft\\Edge\\Application\\msedge.exe'),
    ];
  }),
};

/**
 * The browser of this machine: what `CHROME_PATH` names, or the first where one usually is; the shell
 * before all others, unless it must be a whole one.
 */
export function findChromium(isWhole = false): string | undefined {
  const { CHROME_PATH } = process.env;
  const usual = PLACES[process.platform] ?? [];
  const places = CHROME_PATH ? [CHROME_PATH] : isWhole ? usual : [SHELL, ...usual];
  return places.find((place) => existsSync(place));
}

/** What to do when there is none. */
export const HOW_TO_GET_ONE =
  'no Chrome, Chromium or Edge found: install one (Debian: apt-get install chromium), or name it in CHROME_PATH';

/** It talks to nobody but the pages of the tests. */
export const LAUNCH_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Every context has a window, and its address bar two pages of its own: as much work as ten of ours. The
  // switch takes the place of the driver's own, so that what calls out or costs is named once more.
  `--disable-features=${[
    'WebUIOmniboxPopup',
    'WebUIOmniboxAimPopup',
    'AimEnabled',
    'DestroyProfileOnBrowserClose',
    'HttpsUpgrades',
    'HttpsFirstBalancedModeAutoEnable',
    'LensOverlay',
    'MediaRouter',
    'NetworkTimeServiceQuerying',
    'OptimizationHints',
    'PreconnectToSearch',
  ]}`,
];
