import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');
const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts the installed Chromium without a window. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? candidates.find((candidate) => existsSync(candidate));
  if (!executablePath) throw new Error('No Chromium was found: install it, or name its path in CHROMIUM.');
  return chromium.launch({ executablePath, headless: true, args });
}

/** Leaves a picture of the whole page in test/artifacts/screenshots. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const directory = path.join(root, 'test/artifacts/screenshots');
  mkdirSync(directory, { recursive: true });
  await page.screenshot({ path: path.join(directory, `${name}.png`), fullPage: true });
}
