const operatingSystem = /\b(linux|darwin|win32|android|freebsd|netbsd|openbsd|openharmony|aix|sunos)/;
const processor = /\b(arm64|arm|x64|amd64|ia32|ppc64|s390x|riscv64|loong64|mips64el|wasm32)/;

/** What npm needs to know to skip a package elsewhere, read from names such as `@swc/core-linux-arm64-musl`. */
function platformOf(name) {
  const os = operatingSystem.exec(name)?.[1];
  const cpu = (processor.exec(name)?.[1] ?? (name.includes('wasm') ? 'wasm32' : undefined))?.replace('amd64', 'x64');
  if (!os && cpu !== 'wasm32') return null;
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }) };
}

/** True when the lockfile has an entry that a package at `location` would find by walking up. */
function isLocked(packages, location, name) {
  for (let at = location; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!at) return false;
  }
}

/**
 * Adds the missing entries to `lock` in place.
 * @returns {{added: string[], unknown: string[]}} names added, and names whose platform could not be told
 */
export function completeLockfile(lock) {
  const added = [];
  const unknown = [];
  for (const [location, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock.packages, location, name)) continue;
      const platform = platformOf(name);
      if (!platform) {
        unknown.push(name);
        continue;
      }
      const version = range.replace(/^[\^~]/, '');
      const { cpu, os } = platform;
      const stub = {
        version,
        ...(cpu && { cpu }),
        ...(entry.dev && { dev: true }),
        optional: true,
        ...(os && { os }),
      };
      lock.packages[`node_modules/${name}`] = stub;
      added.push(name);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { added, unknown };
}
