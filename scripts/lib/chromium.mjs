import fs from 'node:fs';
import path from 'node:path';
import { canInstallPackages, installPackages } from './debian-packages.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium on this machine: `CHROMIUM`, or what is installed; null when there is none. */
export function chromiumPath() {
  const directories = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin'];
  const installed = directories.flatMap((directory) => names.map((name) => path.join(directory, name)));
  const candidates = process.env.CHROMIUM ? [process.env.CHROMIUM] : [...installed, ...macApplications];
  return candidates.find((candidate) => fs.existsSync(candidate)) ?? null;
}

/** Installs Debian's Chromium; throws one sentence where that is not for us to do. */
export async function installChromium() {
  if (process.env.CHROMIUM || !canInstallPackages()) {
    const where = process.env.CHROMIUM ? `at ${process.env.CHROMIUM}` : 'on this machine';
    throw new Error(
      `The end-to-end test needs Chromium, and there is none ${where}: install it or set CHROMIUM to its path.`,
    );
  }
  console.error('Installing Chromium for the end-to-end test, once: 1 to 3 minutes …');
  await installPackages('Chromium', ['chromium', 'fonts-dejavu-core']);
  return chromiumPath();
}
