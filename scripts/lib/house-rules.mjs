import path from 'node:path';

const longestFile = 500;
const emptyNames = /^(utils?|helpers?|common|misc)$/;

/** Sentences about files that break the rules of CONTRIBUTING.md that no linter knows. */
export function brokenHouseRules(files) {
  return files.flatMap(({ name, lines }) => {
    const parts = name.split('/').map((part) => part.split('.')[0]);
    const broken = [];
    if (path.basename(name).startsWith('index.')) broken.push(`${name}: no index files; import the file itself`);
    if (parts.some((part) => emptyNames.test(part)))
      broken.push(`${name}: name the thing, not "${parts.find((part) => emptyNames.test(part))}"`);
    if (lines.length > longestFile) broken.push(`${name}: ${lines.length} lines, at most ${longestFile}`);
    return broken;
  });
}
