// anvil writes its state in place: a machine that stops meanwhile, or a full disk, leaves half a file. So there is always
// an older whole one beside it.
import fs from 'node:fs';

const keptCopy = (file) => `${file}.kept`;

/** True when the file holds a whole state. */
function isWhole(file) {
  try {
    JSON.parse(fs.readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

/** Copies the state when it is whole; answers whether it was. */
export function keepState(file) {
  if (!isWhole(file)) return false;
  const unfinished = `${keptCopy(file)}.unfinished`;
  fs.copyFileSync(file, unfinished);
  fs.renameSync(unfinished, keptCopy(file));
  return true;
}

/** Before a start: keeps the state when it is whole, and brings back the kept one when it is not. */
export function mendState(file, log) {
  if (!fs.existsSync(file) && !fs.existsSync(keptCopy(file))) return;
  if (keepState(file)) return;
  if (!fs.existsSync(keptCopy(file)))
    throw new Error(`${file} was cut off while it was written: remove it to start over.`);
  log(`${file} was cut off while it was written: going on from the copy before it`);
  fs.copyFileSync(keptCopy(file), file);
}
