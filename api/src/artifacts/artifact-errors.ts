/** The store has nothing under this digest. */
export class ArtifactMissing extends Error {
  constructor(readonly digest: string) {
    super(`no artifact ${digest} is stored here`);
    this.name = 'ArtifactMissing';
  }
}

/** What is stored under a digest is something else by now. It is not handed out. */
export class ArtifactCorrupt extends Error {
  constructor(
    readonly digest: string,
    readonly found: string,
  ) {
    super(`the artifact ${digest} is corrupt: its bytes hash to ${found}`);
    this.name = 'ArtifactCorrupt';
  }
}

/** The store does not take this in. */
export class ArtifactRefused extends Error {
  constructor(reason: string) {
    super(`artifact refused: ${reason}`);
    this.name = 'ArtifactRefused';
  }
}
