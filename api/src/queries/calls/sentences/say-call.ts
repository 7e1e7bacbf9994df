import type { DecodedCall } from '../call.js';
import type { KnownContract } from '../known-contracts.js';
import { adoptAccess } from './access.sentence.js';
import { routeTrack, setGuardian, setProposalThreshold, setTrack } from './governor.sentence.js';
import { adoptModel } from './model.sentence.js';
import { adoptModeration } from './moderation.sentence.js';
import { setOutflowCap } from './outflow.sentence.js';
import { adoptRevenue } from './revenue.sentence.js';
import { rule, setWorker } from './run.sentence.js';
import { adoptSafety } from './safety.sentence.js';
import { type CallContext, nameAccount, type Sentence } from './sentence.js';
import { grantRole, revokeRole, updateDelay } from './timelock.sentence.js';
import { approve, sendEther, transfer, transferFrom } from './token.sentence.js';

/** The calls that there are words for, by contract and function. */
const SENTENCES: Record<string, Record<string, Sentence>> = {
  PolicyRegistry: { adoptModel, adoptSafety, tightenSafety: adoptSafety, adoptModeration, adoptAccess, adoptRevenue },
  RunRegistry: { rule, setWorker },
  MandateGovernor: { setTrack, routeTrack, setGuardian, setProposalThreshold },
  Governor: { setProposalThreshold },
  Timelock: { grantRole, revokeRole, updateDelay, setOutflowCap },
  MandateToken: { transfer, transferFrom, approve },
  Token: { transfer, transferFrom, approve },
};

/** Whether the sentence of a call speaks of what was in force before. */
export function needsHistory(contract: KnownContract | null): boolean {
  return ['PolicyRegistry', 'MandateGovernor', 'Governor'].includes(contract?.name ?? '');
}

/** Says what a call does. Of a call that cannot be read it says so, and nothing else. */
export function sayCall(
  call: { target: string; value: bigint; selector: string | null; bytes: number },
  contract: KnownContract | null,
  decoded: DecodedCall | null,
  context: CallContext,
): string {
  if (!call.selector && call.bytes === 0) return sendEther(call.value, context, call.target);
  const alongside = call.value > 0n ? `; sends ${sendEther(call.value, context, call.target).slice(6)}` : '';
  const target = nameAccount(context, call.target);
  if (!decoded) {
    const what = call.selector ? `an unknown function (selector ${call.selector})` : 'no function, with raw data,';
    return `Calls ${what} on ${target} with ${call.bytes} bytes; what it does cannot be told from here${alongside}`;
  }

  const sentence = SENTENCES[contract?.name ?? '']?.[decoded.functionName];
  return `${(sentence && trySay(sentence, decoded, context, call.target)) ?? sayPlainly(decoded, target)}${alongside}`;
}

/** Anybody writes calls: values that no sentence can be made of (a date beyond all years) are said as they are. */
function trySay(sentence: Sentence, decoded: DecodedCall, context: CallContext, target: string): string | null {
  try {
    return sentence(decoded.args, context, target);
  } catch {
    return null;
  }
}

function sayPlainly(decoded: DecodedCall, target: string): string {
  const args = Object.entries(decoded.args).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return `Calls ${decoded.functionName} on ${target}${args.length > 0 ? ` with ${args.join(', ')}` : ''}`;
}
