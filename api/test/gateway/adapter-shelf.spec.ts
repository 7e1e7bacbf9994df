import { describe, expect, it } from '@jest/globals';
import { AdapterShelf } from '../../src/gateway/adapter-shelf.js';
import { AdapterRefused, ServeClient } from '../../src/gateway/serve-client.js';

const good = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const corrupt = `sha256:${'c'.repeat(64)}`;

/** A serve process that only remembers what it was told. */
class RecordingClient extends ServeClient {
  readonly calls: string[] = [];

  constructor() {
    super(0);
  }

  override async loadAdapter(digest: string, path: string): Promise<void> {
    this.calls.push(`load ${path}`);
    if (digest === other) throw new AdapterRefused(digest, 'bytes changed on the way');
  }

  override async unloadAdapter(digest: string): Promise<void> {
    this.calls.push(`unload ${digest}`);
  }
}

const artifacts = {
  get: async (digest: string) => {
    if (digest === corrupt) throw new Error('the artifact is corrupt');
    return `/store/${digest}`;
  },
};

function aShelf() {
  const clock = { nowMs: 0 };
  return {
    clock,
    client: new RecordingClient(),
    shelf: new AdapterShelf(
      artifacts,
      () => {},
      () => clock.nowMs,
    ),
  };
}

describe('the adapter shelf', () => {
  it('loads what is wanted once, from where the store says', async () => {
    const { shelf, client } = aShelf();

    await shelf.bring(client, [good]);
    await shelf.bring(client, [good]);

    expect(shelf.holds(good)).toBe(true);
    expect(client.calls).toEqual([`load /store/${good}`]);
  });

  it('never shows the serve process an artifact whose bytes the store refused', async () => {
    const { shelf, client } = aShelf();

    await shelf.bring(client, [corrupt]);

    expect(client.calls).toEqual([]);
    expect(shelf.holds(corrupt)).toBe(false);
    expect(shelf.refused()).toEqual([{ digest: corrupt, reason: 'the artifact is corrupt' }]);
  });

  it('does not hold what the serve process refused', async () => {
    const { shelf, client } = aShelf();

    await shelf.bring(client, [other]);

    expect(shelf.holds(other)).toBe(false);
    expect(shelf.refused()[0]?.reason).toContain('bytes changed on the way');
  });

  it('looks at a refused artifact again after a while, not at every turn', async () => {
    const { shelf, client, clock } = aShelf();
    await shelf.bring(client, [other]);
    await shelf.bring(client, [other]);
    expect(client.calls).toHaveLength(1);

    clock.nowMs += 10_000;
    await shelf.bring(client, [other]);

    expect(client.calls).toHaveLength(2);
  });

  it('loads everything again into a process that was restarted', async () => {
    const { shelf, client } = aShelf();
    await shelf.bring(client, [good]);
    await shelf.bring(null, [good]);
    expect(shelf.holds(good)).toBe(false);
    const restarted = new RecordingClient();

    await shelf.bring(restarted, [good]);

    expect(restarted.calls).toEqual([`load /store/${good}`]);
  });

  it('unloads what is no longer wanted, but not under a running answer', async () => {
    const { shelf, client } = aShelf();
    await shelf.bring(client, [good]);

    await shelf.using(good, () => shelf.bring(client, []));
    expect(shelf.holds(good)).toBe(true);
    await shelf.bring(client, []);

    expect(shelf.holds(good)).toBe(false);
    expect(client.calls).toEqual([`load /store/${good}`, `unload ${good}`]);
  });
});
