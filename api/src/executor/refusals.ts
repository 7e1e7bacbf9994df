/** The policy's job document is not one. `message` begins with the field's name; it is what the chain gets to read. */
export class JobRefused extends Error {
  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(`${field}: ${reason}`);
    this.name = 'JobRefused';
  }
}

/** What the worker handed back is not a result of this attempt. */
export class ResultRefused extends Error {
  constructor(reason: string) {
    super(`result refused: ${reason}`);
    this.name = 'ResultRefused';
  }
}

/** The adopted digest does not cover the document that the indexer holds: nothing is done with it. */
export class PolicyMismatch extends Error {
  constructor(runId: string, expected: string, found: string) {
    super(`the policy of run ${runId} hashes to ${found}, the chain adopted ${expected}`);
    this.name = 'PolicyMismatch';
  }
}

/** Another executor moved the run in the meantime: what we were about to do is void. */
export class RunMovedOn extends Error {
  constructor(runId: string, from: string, to: string) {
    super(`run ${runId} is no longer ${from}: it was not moved to ${to}`);
    this.name = 'RunMovedOn';
  }
}

/** Endpoints of a chain tell different things: at least one of them is wrong, and nothing is done until they agree. */
export class WitnessesDisagree extends Error {
  constructor(
    readonly chainId: number,
    what: string,
  ) {
    super(`the endpoints of chain ${chainId} do not agree on ${what}: nothing is done until they do`);
    this.name = 'WitnessesDisagree';
  }
}

/** Too few endpoints of a chain answer for two of them to agree. */
export class WitnessesMissing extends Error {
  constructor(chainId: number, what: string, answered: number, asked: number, reason: unknown) {
    const why = (reason as Error).message;
    super(`${answered} of ${asked} endpoints of chain ${chainId} tell ${what} (${why}): nothing is done until two do`);
    this.name = 'WitnessesMissing';
  }
}

/** A final block is gone after we had acted on it: nobody can say what holds on this chain until a person has looked. */
export class FinalityBroken extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'FinalityBroken';
  }
}

/** The revision that a run is to adopt is not in our store. */
export class RevisionMissing extends Error {
  constructor(digest: string, reason: string) {
    super(
      `the revision ${digest} cannot be had (${reason}): put it into the artifact store (ARTIFACT_DIR, or the one that ARTIFACT_SHARED_URL names); it is looked for again by itself`,
    );
    this.name = 'RevisionMissing';
  }
}
