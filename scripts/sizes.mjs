// npm run sizes: the ten longest hand-written files and functions, and the median of the files.
import { functionLengths, sourceFiles } from './lib/source-files.mjs';

const files = sourceFiles();
const byLength = (a, b) => b.length - a.length;
const fileLengths = files.map(({ name, lines }) => ({ name, length: lines.length })).sort(byLength);

function print(title, entries) {
  console.log(title);
  for (const { name, length } of entries.slice(0, 10)) console.log(`${String(length).padStart(6)}  ${name}`);
}

print('Longest files, in lines', fileLengths);
print('Longest functions, in lines', files.flatMap(functionLengths).sort(byLength));
console.log(
  `${files.length} files, the median has ${fileLengths[Math.floor(fileLengths.length / 2)]?.length ?? 0} lines`,
);
