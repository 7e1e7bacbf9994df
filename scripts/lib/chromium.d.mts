/** Path of a Chromium on this machine: `CHROMIUM`, or what is installed; null when there is none. */
export function chromiumPath(): string | null;

/** Installs Debian's Chromium and answers its path; throws one sentence where that is not for us to do. */
export function installChromium(): Promise<string>;
