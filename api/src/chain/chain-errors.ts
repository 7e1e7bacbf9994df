/** An RPC address belongs to another chain than the configuration says. */
export class WrongChain extends Error {
  override readonly name = 'WrongChain';

  constructor(expected: number, actual: number) {
    super(`rpcUrls: an address of chain ${expected} answers for chain ${actual}.`);
  }
}

/** The chain changed while it was read; reading again tells what it is now. */
export class ChainMoved extends Error {
  override readonly name = 'ChainMoved';
}

/** What the RPC answered contradicts itself, or what it was asked: nothing of it becomes a row. */
export class UnsoundAnswer extends Error {
  override readonly name = 'UnsoundAnswer';
}

/** The contract refuses the call; sending it would only cost gas. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';

  constructor(
    readonly key: string,
    message: string,
    /** The revert data, for the contract's own errors. */
    readonly data: string | null,
  ) {
    super(`${key}: ${message}`);
  }
}
