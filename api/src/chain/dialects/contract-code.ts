import { type Hex, toEventSelector, toFunctionSelector } from 'viem';
import type { ContractProbe } from './contract-probe.js';

/** Where proxies keep the address of their code: EIP-1967, its beacon, and OpenZeppelin's first one. */
const IMPLEMENTATION_SLOTS: readonly Hex[] = [
  '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc',
  '0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3',
];
const BEACON_SLOT: Hex = '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50';
/** EIP-1167: a minimal proxy is nothing but the address of its code. */
const CLONE = /^0x363d3d373d3d3d363d73([0-9a-f]{40})5af43d82803e903d91602b57fd5bf3/;

/** The code that answers at an address, its own and what it stands in front of. */
export class ContractCode {
  private constructor(
    private readonly bytes: string,
    /** Where the code is that a proxy calls; null when it is no proxy that we know. */
    readonly implementation: string | null,
  ) {}

  /** Null when nothing is deployed there. */
  static async find(probe: ContractProbe, address: string): Promise<ContractCode | null> {
    const own = await probe.code(address);
    if (own === '0x') return null;
    const implementation = await findImplementation(probe, address, own);
    const behind = implementation ? await probe.code(implementation) : '';
    return new ContractCode(`${own}${behind}`.toLowerCase(), implementation);
  }

  /** Whether the code holds this event's topic, which it must to emit it. */
  emits(event: string): boolean {
    return this.bytes.includes(toEventSelector(event).slice(2));
  }

  /** Whether the code holds this function's selector, as its dispatcher does. */
  has(signature: string): boolean {
    return this.bytes.includes(toFunctionSelector(signature).slice(2));
  }
}

async function findImplementation(probe: ContractProbe, address: string, own: string): Promise<string | null> {
  const clone = CLONE.exec(own.toLowerCase());
  if (clone) return `0x${clone[1]}`;
  for (const slot of IMPLEMENTATION_SLOTS) {
    const implementation = await probe.addressIn(address, slot);
    if (implementation) return implementation;
  }
  const beacon = await probe.addressIn(address, BEACON_SLOT);
  // Compound's delegators say it themselves, and so do beacons.
  return probe.read<string>(beacon ?? address, 'function implementation() view returns (address)');
}
