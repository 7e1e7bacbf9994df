// anvil writes its state in place: a machine that stops meanwhile, or a full disk, leaves half a file. So there is always
// an older whole one beside it.
import fs from 'node:fs';

const keptCopy = (file) => `${file}.kept`;

/** The bytes of the file when they are a whole state, else null. */
function wholeState(file) {
  try {
    const text = fs.readFileSync(file, 'utf8');
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}

/**
 * Keeps the state beside itself when it is whole; answers whether it was. It writes the very bytes that it has looked at:
 * anvil may be writing the file at this moment, and a copy of a file that shrinks meanwhile never ends (libuv's
 * `copyFile` waits for the bytes that are gone).
 */
export function keepState(file) {
  const text = wholeState(file);
  if (text === null) return false;
  const unfinished = `${keptCopy(file)}.unfinished`;
  fs.writeFileSync(unfinished, text);
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
