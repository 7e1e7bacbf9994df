import { formatUnits } from 'viem';
import { type CallContext, nameAccount, type Sentence } from './sentence.js';

/** MND and its stake have 18 decimals; of any other token only the raw number is known here. */
export function amountOf(value: unknown, context: CallContext, token: string): string {
  const { mandateToken } = context.organization.addresses;
  const amount = BigInt(String(value ?? 0));
  return token === mandateToken ? `${formatUnits(amount, 18)} MND` : `${amount} base units of the token ${token}`;
}

const at = (args: Record<string, unknown>, index: number) => Object.values(args)[index];

export const transfer: Sentence = (args, context, token) =>
  `Sends ${amountOf(at(args, 1), context, token)} to ${nameAccount(context, String(at(args, 0)))}`;

export const transferFrom: Sentence = (args, context, token) =>
  `Moves ${amountOf(at(args, 2), context, token)} from ${nameAccount(context, String(at(args, 0)))} to ${nameAccount(context, String(at(args, 1)))}`;

export const approve: Sentence = (args, context, token) => {
  const isUnlimited = BigInt(String(at(args, 1) ?? 0)) === 2n ** 256n - 1n;
  const amount = isUnlimited ? `all tokens ${token} without limit` : amountOf(at(args, 1), context, token);
  return `Allows ${nameAccount(context, String(at(args, 0)))} to spend ${amount}`;
};

/** "Sends 5 ETH to 0x…" */
export function sendEther(value: bigint, context: CallContext, target: string): string {
  return `Sends ${formatUnits(value, 18)} ETH to ${nameAccount(context, target)}`;
}
