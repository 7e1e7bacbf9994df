import { type FeeData, Transaction } from 'ethers';

/** What a transaction offers for its gas. */
export type Fees = { type: 2; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } | { type: 0; gasPrice: bigint };

/** An offer that stands for some rise of the base fee. */
export function offeredFees({ maxFeePerGas, maxPriorityFeePerGas, gasPrice }: FeeData): Fees {
  return maxFeePerGas
    ? { type: 2, maxFeePerGas: maxFeePerGas * 2n, maxPriorityFeePerGas: maxPriorityFeePerGas ?? 0n }
    : { type: 0, gasPrice: gasPrice ?? 0n };
}

/** The same transaction at a higher price: what is asked now, and at least the tenth more that nodes want to see. */
export function raised(raw: string, now: Fees): Transaction {
  const transaction = Transaction.from(raw).clone();
  transaction.signature = null;
  if (now.type === 2 && transaction.type === 2) {
    transaction.maxFeePerGas = higher(transaction.maxFeePerGas, now.maxFeePerGas);
    transaction.maxPriorityFeePerGas = higher(transaction.maxPriorityFeePerGas, now.maxPriorityFeePerGas);
  } else {
    transaction.gasPrice = higher(transaction.gasPrice, now.type === 2 ? now.maxFeePerGas : now.gasPrice);
  }
  return transaction;
}

/** What an account has to hold for a transaction to be taken. */
export function highestCost({ gasLimit, maxFeePerGas, gasPrice, value }: Transaction): bigint {
  return gasLimit * (maxFeePerGas ?? gasPrice ?? 0n) + value;
}

function higher(before: bigint | null, now: bigint): bigint {
  const least = ((before ?? 0n) * 5n) / 4n + 1n;
  return now > least ? now : least;
}
