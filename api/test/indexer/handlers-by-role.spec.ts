import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { type AbiEvent, toEventSelector } from 'viem';
import { mandateGovernorAbi } from '../../src/abi/MandateGovernor.js';
import { mandateTokenAbi } from '../../src/abi/MandateToken.js';
import { policyRegistryAbi } from '../../src/abi/PolicyRegistry.js';
import { revenueAllocatorAbi } from '../../src/abi/RevenueAllocator.js';
import { runRegistryAbi } from '../../src/abi/RunRegistry.js';
import { stakedMandateAbi } from '../../src/abi/StakedMandate.js';
import { treasuryTimelockAbi } from '../../src/abi/TreasuryTimelock.js';
import type { ContractRole } from '../../src/indexer/contract-roles.js';
import { handlersByRole } from '../../src/indexer/handlers-by-role.js';

const require = createRequire(import.meta.url);
const stock = (contract: string, edition = 'contracts') =>
  require(`@openzeppelin/${edition}/build/contracts/${contract}.json`).abi as readonly { type: string }[];

/** What a contract can emit, and the role in which it is followed. */
const contracts: [string, ContractRole, readonly { type: string }[]][] = [
  ['MandateGovernor', 'governor', mandateGovernorAbi],
  ['MandateToken', 'token', mandateTokenAbi],
  ['StakedMandate', 'token', stakedMandateAbi],
  ['TreasuryTimelock', 'timelock', treasuryTimelockAbi],
  ['PolicyRegistry', 'policyRegistry', policyRegistryAbi],
  ['RunRegistry', 'runRegistry', runRegistryAbi],
  ['RevenueAllocator', 'revenueAllocator', revenueAllocatorAbi],
  ...['GovernorSettings', 'GovernorVotesQuorumFraction', 'GovernorPreventLateQuorum', 'GovernorTimelockControl'].map(
    (name): [string, ContractRole, readonly { type: string }[]] => [name, 'governor', stock(name)],
  ),
  ...[
    'GovernorCompatibilityBravo',
    'GovernorTimelockCompound',
    'GovernorTimelockControl',
    'GovernorVotesQuorumFraction',
  ].map((name): [string, ContractRole, readonly { type: string }[]] => [
    `${name} 4`,
    'governor',
    stock(name, 'contracts-v4'),
  ]),
  ['GovernorCountingFractional', 'governor', stock('GovernorCountingFractional')],
  ['ERC20Votes', 'token', stock('ERC20Votes')],
  ['ERC20VotesComp 4', 'token', stock('ERC20VotesComp', 'contracts-v4')],
];

const cases = contracts.flatMap(([contract, role, abi]) =>
  abi
    .filter((entry) => entry.type === 'event')
    .map((entry) => ({ contract, role, event: entry as unknown as AbiEvent, name: (entry as AbiEvent).name })),
);

describe('handlersByRole', () => {
  it('is held against every contract of ours', () => {
    expect(new Set(cases.map(({ contract }) => contract)).size).toBe(contracts.length);
  });

  it.each(cases)('has a handler for $contract.$name', ({ role, event }) => {
    const handler = handlersByRole[role].find(({ decoder }) => decoder.topic === toEventSelector(event));

    expect(handler?.decoder.name).toBe(event.name);
    // The same values have to be indexed, or the log would not decode.
    expect(handler?.decoder.indexedNames).toEqual(
      event.inputs.filter(({ indexed }) => indexed).map(({ name }) => name),
    );
  });
});
