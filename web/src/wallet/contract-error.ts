import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  getContractError,
  HttpRequestError,
  UserRejectedRequestError,
} from 'viem';
import { fromBytes32 } from '../lib/bytes32-text';
import { formatAmount, formatDateTime } from '../lib/format';
import { stepSentences } from './step-sentences';

type Args = readonly unknown[];

const atTime = (seconds: unknown) => formatDateTime(new Date(Number(seconds) * 1000));

/** Every rule a contract may answer with, in words. What is not listed is shown by its own name and values. */
const sentences: Record<string, (args: Args) => string> = {
  GovernorAlreadyCastVote: () => 'This account has voted on this proposal already.',
  GovernorInsufficientProposerVotes: ([, votes, threshold]) =>
    `A proposal needs ${formatAmount(threshold as bigint)} votes; this account has ${formatAmount(votes as bigint)}.`,
  GovernorUnexpectedProposalState: () => 'The proposal is in another state now. Reload to see it.',
  GovernorNonexistentProposal: () => 'The contract does not know this proposal.',
  GovernorRestrictedProposer: () => 'The description names another proposer.',
  GovernorInvalidVoteType: () => 'A vote is For, Against or Abstain.',
  GovernorNotQueuedProposal: () => 'The proposal is not queued.',
  TimelockUnexpectedOperationState: () => 'The timelock delay is not over yet.',
  MandateGovernor__LiveProposal: ([, proposalId]) =>
    `This account has a live proposal already (${String(proposalId).slice(0, 8)}…). It may make the next one when that one has ended.`,
  MandateGovernor__TooManyActions: ([count, maximum]) =>
    `${count} calls in one proposal; at most ${maximum} are allowed.`,
  MandateGovernor__ProposerSuffixMissing: () =>
    'The description must end with #proposer= and the address of the proposer.',
  MandateGovernor__CodeChanged: () =>
    'The code of a contract that this proposal calls is not what was voted on. The proposal cannot be executed.',
  MandateGovernor__ThresholdTooHigh: ([threshold, maximum]) =>
    `A threshold of ${formatAmount(threshold as bigint)} votes would lock members out; at most ${formatAmount(maximum as bigint)} are allowed.`,
  MandateGovernor__NotGuardian: () => 'Only the guardian may do this.',
  TreasuryTimelock__OutflowExceeded: ([, wanted, available]) =>
    `This carries ${formatAmount(wanted as bigint)} out of the treasury; ${formatAmount(available as bigint)} may leave now. More may leave later.`,
  TreasuryTimelock__UnknownCall: ([asset, selector]) =>
    `The treasury has a cap on the token ${asset}, and nobody can say what the call ${selector} moves.`,
  PolicyRegistry__EmptyJob: () => 'The job is empty.',
  PolicyRegistry__JobTooLong: ([length, maximum]) => `The job has ${length} bytes; at most ${maximum} are allowed.`,
  PolicyRegistry__CanaryOutOfBounds: () => 'The canary share or its duration is out of bounds.',
  PolicyRegistry__DuplicateMetric: ([metric]) => `The metric ${fromBytes32(String(metric))} is named twice.`,
  PolicyRegistry__ValueOutOfBounds: ([metric]) => `The threshold of ${fromBytes32(String(metric))} is out of bounds.`,
  PolicyRegistry__NotTighter: ([metric]) =>
    `${fromBytes32(String(metric))} would be looser or gone: that is not a tightening.`,
  PolicyRegistry__NothingToTighten: () =>
    'There are no thresholds in force that could be tightened: adopt a safety policy first.',
  PolicyRegistry__TiersNotAscending: ([index]) =>
    `Tier ${Number(index) + 1} does not need more stake than the one before.`,
  PolicyRegistry__TierOutOfBounds: ([index]) =>
    `Tier ${Number(index) + 1} allows nothing, or more requests or context than there can be.`,
  ...stepSentences,
  PolicyRegistry__NoThresholds: () => 'Each gate needs at least one threshold.',
  PolicyRegistry__TooManyEntries: ([count, maximum]) => `${count} entries; at most ${maximum} are allowed.`,
  PolicyRegistry__ZeroAccount: ([index]) => `Share ${Number(index) + 1} goes to no account.`,
  PolicyRegistry__EmptyPhrase: ([index]) => `Rule ${Number(index) + 1} has no phrase.`,
  PolicyRegistry__SharesNotWhole: ([sum]) => `The shares add up to ${Number(sum) / 100} %, not to 100 %.`,
  RunRegistry__WrongState: () => 'The run is in another state now.',
  RunRegistry__TooEarly: ([allowedAt]) => `This is possible from ${atTime(allowedAt)} on.`,
  RunRegistry__TooLate: ([deadline]) => `The deadline was ${atTime(deadline)}.`,
  StakedMandate__ZeroAmount: () => 'The amount is zero.',
  StakedMandate__NothingToUnstake: () => 'Nothing is cooling down.',
  StakedMandate__StillCooling: ([withdrawableAt]) => `Still cooling down until ${atTime(withdrawableAt)}.`,
  StakedMandate__TreasuryHasNoVoice: () => 'The treasury may not stake or vote.',
  StakedMandate__NotTransferable: () => 'Staked MND cannot be transferred.',
  RevenueAllocator__NothingToClaim: () => 'There is nothing to claim for this account.',
  RevenueAllocator__NothingToAllocate: () => 'Nothing has come in since the last split.',
  RevenueAllocator__NotListed: () => 'This token is not listed as revenue. A vote can list it.',
  RevenueAllocator__NoPolicy: () => 'No revenue policy is in force.',
  ERC20InsufficientBalance: ([, balance, needed]) =>
    `The balance is ${formatAmount(balance as bigint)}; ${formatAmount(needed as bigint)} is needed.`,
  ERC20InsufficientAllowance: () => 'The contract is not allowed to take this amount. Approve it first.',
};

/** Whether a node was never reached, so that nothing is known of the call itself. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof BaseError && error.walk((cause) => cause instanceof HttpRequestError) !== null;
}

/** As `describeTransactionError`, for a call that was sent as bytes: its error is read with the ABI. */
export function describeCallError(error: unknown, abi: Abi): string {
  if (!(error instanceof BaseError)) return describeTransactionError(error);
  return describeTransactionError(getContractError(error, { abi, args: [], functionName: 'call' }));
}

/** Why a transaction was refused, in one sentence for people. */
export function describeTransactionError(error: unknown): string {
  if (!(error instanceof BaseError)) return error instanceof Error ? error.message : String(error);
  if (error.walk((cause) => cause instanceof UserRejectedRequestError))
    return 'You declined the request in your wallet.';
  if (isUnreachable(error)) return 'The chain does not answer. Try again when it is back.';

  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError) {
    const { errorName, args = [] } = reverted.data ?? {};
    if (errorName)
      return sentences[errorName]?.(args) ?? `The contract refused: ${errorName}(${args.map(String).join(', ')})`;
    if (reverted.reason) return `The contract refused: ${reverted.reason}`;
    return 'The contract refused the call without saying why.';
  }
  return error.shortMessage;
}
