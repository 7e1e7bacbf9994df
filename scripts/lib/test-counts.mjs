/**
 * How each runner tells what it ran. Null: it told nothing, so nothing ran.
 * @typedef {{passed: number, failed: number} | null} Counts
 */

const number = (pattern, text) => Number(pattern.exec(text)?.[1] ?? 0);

/** Node's runner, in its TAP form. @returns {Counts} */
export function countTap(output) {
  if (!/^# tests \d+$/m.test(output)) return null;
  const failed = number(/^# fail (\d+)$/m, output) + number(/^# cancelled (\d+)$/m, output);
  return { passed: number(/^# pass (\d+)$/m, output), failed };
}

/** Forge's closing line. @returns {Counts} */
export function countForge(output) {
  const total = /: (\d+) tests passed, (\d+) failed, (\d+) skipped \(\d+ total tests\)/.exec(output);
  return total && { passed: Number(total[1]), failed: Number(total[2]) };
}

/** Jest's summary; a file that could not be loaded is a failure though none of its tests ran. @returns {Counts} */
export function countJest(output) {
  const tests = /^Tests: +(.*)$/m.exec(output)?.[1];
  const suites = /^Test Suites: +(.*)$/m.exec(output)?.[1] ?? '';
  if (tests === undefined) return null;
  const failedTests = number(/(\d+) failed/, tests);
  return { passed: number(/(\d+) passed/, tests), failed: Math.max(failedTests, number(/(\d+) failed/, suites)) };
}

/** Pytest's closing line. @returns {Counts} */
export function countPytest(output) {
  const line = /^=* ?(.*\b(?:passed|failed|errors?)\b.*) in [\d.]+s.*$/m.exec(output)?.[1];
  if (line === undefined) return null;
  return { passed: number(/(\d+) passed/, line), failed: number(/(\d+) failed/, line) + number(/(\d+) errors?/, line) };
}

/** The demo counts the promises that it checked. @returns {Counts} */
export function countDemo(output) {
  const total = /^Demo: (\d+) promises kept, (\d+) broken$/m.exec(output);
  return total && { passed: Number(total[1]), failed: Number(total[2]) };
}

/** One line for each tool or property of the analysis. @returns {Counts} */
export function countAnalysis(output) {
  const passed = output.match(/^✓ /gm)?.length ?? 0;
  const failed = output.match(/^✗ /gm)?.length ?? 0;
  // Without its last line it did not come to its end.
  return /^\{"findings":.*\}$/m.test(output) ? { passed, failed } : null;
}

/** One line for each trial; either kind of chaos ends with a line of JSON. @returns {Counts} */
export function countChaos(output) {
  const passed = output.match(/^✓ /gm)?.length ?? 0;
  const failed = output.match(/^✗ /gm)?.length ?? 0;
  const endings = output.match(/^\{"(?:trials|cells)":.*\}$/gm)?.length ?? 0;
  // Without its last line a kind did not come to its end.
  return endings === 2 ? { passed, failed } : null;
}

/** One line for each seed and each sabotage. @returns {Counts} */
export function countSim(output) {
  const passed = output.match(/^✓ /gm)?.length ?? 0;
  const failed = output.match(/^✗ /gm)?.length ?? 0;
  return /^\{"seeds":.*\}$/m.test(output) ? { passed, failed } : null;
}
