import { ConfigError } from '../config/config-error.js';

/** What an indexer process is started for. */
export type IndexerTask =
  | { kind: 'follow' }
  | { kind: 'untilHead' }
  /** Look at an organization of the configuration and tell what following it would be like. */
  | { kind: 'preflight'; slug: string }
  /** Take an organization out of the database. */
  | { kind: 'forget'; slug: string };

/** Reads the arguments of an indexer process: none, `--until-head`, `--preflight <slug>` or `--forget <slug>`. */
export function indexerTaskOf(args: string[]): IndexerTask {
  const [option, slug, ...more] = args;
  if (option === undefined) return { kind: 'follow' };
  if (option === '--until-head' && slug === undefined) return { kind: 'untilHead' };
  if ((option === '--preflight' || option === '--forget') && slug !== undefined && more.length === 0) {
    return { kind: option === '--preflight' ? 'preflight' : 'forget', slug };
  }
  throw new ConfigError(
    `indexer: ${args.join(' ')} is not understood; --until-head, --preflight <slug>, --forget <slug>.`,
  );
}
