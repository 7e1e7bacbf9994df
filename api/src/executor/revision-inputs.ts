import { randomUUID } from 'node:crypto';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactStore } from '../artifacts/artifact-store.js';
import { hexOf } from '../artifacts/digest.js';
import { RevisionMissing } from './refusals.js';

/**
 * Lays published revisions out beside bases and datasets, each under the digits of its digest. The worker hashes what it
 * opens: a copy that went bad here ends in a refusal there, never in another revision.
 */
export class RevisionInputs {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly inputsDirectory: string,
  ) {}

  /** Lays a revision out, whole or not at all. Throws `RevisionMissing` when the store does not have it as it should be. */
  async layOut(digest: string): Promise<void> {
    const place = path.join(path.resolve(this.inputsDirectory), 'revisions', hexOf(digest));
    const stored = await this.artifacts.get(digest).catch((error: Error) => {
      throw new RevisionMissing(digest, error.message);
    });
    if (await isThere(place)) return;

    const part = `${place}.${randomUUID()}.part`;
    await mkdir(path.dirname(place), { recursive: true });
    try {
      await cp(stored, part, { recursive: true });
      await rename(part, place);
    } catch (error) {
      // Another executor was faster with the same bytes.
      if (!(await isThere(place))) throw error;
    } finally {
      await rm(part, { recursive: true, force: true });
    }
  }
}

async function isThere(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}
