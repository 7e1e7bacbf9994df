import { type Abi, decodeFunctionData, type Hex, isHex, toFunctionSelector, toFunctionSignature } from 'viem';
import type { RawCall } from '../proposal.js';
import { argumentsByName } from './abi-json.js';
import type { DecodedCall } from './call.js';

/** What is sent: Bravo governors keep the selector apart, as the signature it is made from. */
export function calldataOf(call: RawCall): Hex {
  const calldata = (isHex(call.calldata) ? call.calldata : '0x') as Hex;
  if (call.signature === '') return calldata;
  try {
    return `${toFunctionSelector(call.signature)}${calldata.slice(2)}`;
  } catch {
    // Not a signature; nothing that could be called by it.
    return calldata;
  }
}

/** The first four bytes; null for a plain transfer of ETH. */
export function selectorOf(calldata: Hex): Hex | null {
  return calldata.length >= 10 ? (calldata.slice(0, 10) as Hex) : null;
}

/** Reads a call by an ABI; null when the ABI does not know it or the arguments do not fit. */
export function decodeCall(abi: Abi, calldata: Hex): DecodedCall | null {
  const selector = selectorOf(calldata);
  const item = abi.find((entry) => entry.type === 'function' && toFunctionSelector(entry) === selector);
  if (item?.type !== 'function') return null;
  try {
    const { args = [] } = decodeFunctionData({ abi: [item], data: calldata });
    return {
      functionName: item.name,
      signature: toFunctionSignature(item),
      args: argumentsByName(item.inputs, (_, index) => (args as readonly unknown[])[index]),
    };
  } catch {
    return null;
  }
}
