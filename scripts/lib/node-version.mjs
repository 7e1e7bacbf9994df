const numbers = (version) => version.replace(/^\D*/, '').split('.').map(Number);

const compare = (a, b) => a.map((part, place) => part - b[place]).find((difference) => difference !== 0) ?? 0;

/**
 * True when a Node version satisfies an `engines` range of the form `^20.19.0 || >=22.12.0`.
 * @param {string} version such as `v20.19.4`
 * @param {string} range
 */
export function satisfies(version, range) {
  const actual = numbers(version);
  return range.split('||').some((alternative) => {
    const least = numbers(alternative.trim());
    const isSameMajor = !alternative.trim().startsWith('^') || actual[0] === least[0];
    return isSameMajor && compare(actual, least) >= 0;
  });
}
