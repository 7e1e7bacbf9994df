// node --import cpu-report.mjs …: writes the CPU seconds of the process to its fourth stream when it ends.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ cpuSeconds: (user + system) / 1e6 }));
});
