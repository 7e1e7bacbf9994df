/** The block that the index is at is no longer on the chain: the indexer is about to find out, and then it can be audited. */
export class BlockGone extends Error {
  override readonly name = 'BlockGone';

  constructor(chainId: number, blockNumber: number) {
    super(
      `chain ${chainId}: block ${blockNumber} of the index is not on the chain; wait for the indexer to repair the reorg.`,
    );
  }
}

/** The endpoint keeps no state of the block. */
export class StateMissing extends Error {
  override readonly name = 'StateMissing';

  constructor(chainId: number, blockNumber: number, answer: string) {
    super(
      `chain ${chainId}: the endpoint no longer has the state of block ${blockNumber} ("${answer}"): name an archive node in rpcUrls, or let the indexer reach the head first.`,
    );
  }
}

/** No endpoint answers. */
export class EndpointsSilent extends Error {
  override readonly name = 'EndpointsSilent';

  constructor(chainId: number, reason: string) {
    super(`chain ${chainId}: no address of rpcUrls answers (${reason}).`);
  }
}

/** The endpoint answers, but not what is asked. */
export class ViewRefused extends Error {
  override readonly name = 'ViewRefused';

  constructor(chainId: number, answer: string) {
    super(`chain ${chainId}: the endpoint refuses to call views ("${answer}").`);
  }
}

/** Which organizations there are to audit is told wrongly, or none is indexed yet. */
export class NothingToAudit extends Error {
  override readonly name = 'NothingToAudit';
}
