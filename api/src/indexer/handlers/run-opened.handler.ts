import { encodeAbiParameters, keccak256, parseAbiParameters } from 'viem';
import { RunOpenedEntity } from '../../store/run.entity.js';
import { nameOf, timeOf } from '../event-text.js';
import { on } from '../handler.js';
import { UndecodableLog } from '../undecodable-log.js';

/** IRunRegistry.runIdOf: chain id, registry, subject, version, policy digest. */
const identity = parseAbiParameters('uint256, address, bytes32, uint32, bytes32');

export const onRunOpened = on(
  'event RunOpened(bytes32 indexed runId, bytes32 indexed subject, uint32 indexed version, bytes32 policyDigest, uint64 staleAt)',
  ({ at, args }, facts) => {
    const registry = at.contract as `0x${string}`;
    const parts = [BigInt(at.chainId), registry, args.subject, args.version, args.policyDigest] as const;
    // Else a contract of somebody else's organization could speak about this run.
    if (keccak256(encodeAbiParameters(identity, parts)) !== args.runId) {
      throw new UndecodableLog(`${args.runId} is not the id of a run of ${registry}`);
    }
    facts.append(RunOpenedEntity, {
      runId: args.runId,
      subject: nameOf(args.subject),
      subjectBytes32: args.subject,
      version: args.version,
      policyDigest: args.policyDigest,
      staleAt: timeOf(args.staleAt),
      ...at,
    });
  },
);
