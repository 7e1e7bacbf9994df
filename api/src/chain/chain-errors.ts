import { formatEther } from 'ethers';

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

/** A block that was final is gone: no reorg does that, so that nothing is taken back for it. */
export class FinalityBroken extends UnsoundAnswer {
  constructor(
    chainId: number,
    readonly blockNumber: number,
  ) {
    super(
      `block ${blockNumber} of chain ${chainId} was final and is gone; ` +
        'if the chain was really begun anew, take each of its organizations out with ' +
        'npm run indexer -- --forget <slug>, and start the indexer again',
    );
  }
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

/** Whether the RPC answered with an error of its own, rather than not at all. */
export function isAnswer(error: unknown): boolean {
  const { code, error: inner } = error as { code?: string; error?: { code?: number } };
  return typeof inner?.code === 'number' || code === 'UNSUPPORTED_OPERATION';
}

/** An account cannot pay for a transaction. Nothing is lost: it goes on as soon as there is money. */
export class OutOfGasMoney extends Error {
  override readonly name = 'OutOfGasMoney';

  constructor(
    readonly chainId: number,
    readonly account: string,
    balanceWei: bigint,
    readonly neededWei: bigint,
  ) {
    super(
      `the account ${account} is out of gas money: it holds ${formatEther(balanceWei)} ETH on chain ${chainId} and needs ${formatEther(neededWei)}. Send it some; what waits goes on by itself.`,
    );
  }
}
