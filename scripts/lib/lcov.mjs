/**
 * How much of a file ran: what there is, and what was reached.
 * @typedef {{total: number, hit: number}} Part
 * @typedef {{file: string, lines: Part, functions: Part, branches: Part, missed: number[]}} FileCoverage
 */

const part = () => ({ total: 0, hit: 0 });

function add(counted, isHit) {
  counted.total += 1;
  if (isHit) counted.hit += 1;
}

/** The kinds of records that count something; the last field of a branch is `-` when its line never ran. */
const readers = {
  DA: (found, [line, hits]) => {
    add(found.lines, hits !== '0');
    if (hits === '0') found.missed.push(Number(line));
  },
  FNDA: (found, [hits]) => add(found.functions, hits !== '0'),
  BRDA: (found, [line, , , hits]) => {
    const isHit = hits !== '0' && hits !== '-';
    add(found.branches, isHit);
    if (!isHit) found.missed.push(Number(line));
  },
};

/**
 * Reads an LCOV tracefile.
 * @param {string} text
 * @returns {FileCoverage[]} `missed` are the lines that never ran, and those of branches that were never taken
 */
export function readLcov(text) {
  const files = [];
  for (const line of text.split('\n')) {
    const [kind, value = ''] = line.split(/:(.*)/s);
    if (kind === 'SF') {
      files.push({ file: value, lines: part(), functions: part(), branches: part(), missed: [] });
    }
    readers[kind]?.(files.at(-1), value.split(','));
  }
  return files;
}

/** The sum over files. @param {FileCoverage[]} files @param {'lines' | 'functions' | 'branches'} name @returns {Part} */
export function sumOf(files, name) {
  return files.reduce((sum, file) => ({ total: sum.total + file[name].total, hit: sum.hit + file[name].hit }), part());
}

/** In percent, with two decimals; of nothing everything is reached. @param {Part} counted */
export function percent({ total, hit }) {
  return total === 0 ? 100 : Math.floor((10_000 * hit) / total) / 100;
}
