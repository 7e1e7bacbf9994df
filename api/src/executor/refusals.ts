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
