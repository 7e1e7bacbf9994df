import DataLoader from 'dataloader';

/**
 * Loads by key, all keys of one tick in one query. Nothing is remembered between ticks, so one instance serves
 * every request and never answers with what was true before the last block.
 */
export function batchBy<K, V>(
  nameOf: (key: K) => string,
  loadMany: (keys: K[]) => Promise<Map<string, V>>,
): { load(key: K): Promise<V | null> } {
  const loader = new DataLoader<K, V | null>(
    async (keys) => {
      const unique = new Map(keys.map((key) => [nameOf(key), key]));
      const found = await loadMany([...unique.values()]);
      return keys.map((key) => found.get(nameOf(key)) ?? null);
    },
    { cache: false, maxBatchSize: 500 },
  );
  return { load: (key) => loader.load(key) };
}

/** Rows by the name of their key, for rows that stand alone. */
export function indexBy<T>(rows: T[], nameOf: (row: T) => string): Map<string, T> {
  return new Map(rows.map((row) => [nameOf(row), row]));
}
