import { formatUnits, maxUint256, zeroAddress } from 'viem';
import type { CallContext, Sentence } from './sentence.js';
import { amountOf } from './token.sentence.js';

const nameAsset = (context: CallContext, asset: string) => {
  if (asset === zeroAddress) return 'ETH';
  return asset === context.organization.addresses.mandateToken ? 'MND' : `the token ${asset}`;
};

/** "Lets at most 10 ETH leave the treasury in one window" */
export const setOutflowCap: Sentence = (args, context) => {
  const asset = String(args.asset);
  const cap = BigInt(String(args.cap));
  if (cap === maxUint256) return `Takes away the cap on ${nameAsset(context, asset)} that leaves the treasury`;
  const amount = asset === zeroAddress ? `${formatUnits(cap, 18)} ETH` : amountOf(cap, context, asset);
  return `Lets at most ${amount} leave the treasury in one window`;
};
