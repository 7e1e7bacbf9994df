import { zeroHash } from 'viem';
import { PolicyAdoptedEntity } from '../../store/policy.entity.js';
import { bytesOf, nameOf } from '../event-text.js';
import { on } from '../handler.js';
import { bodyOf } from '../policy-document.js';

export const onPolicyAdopted = on(
  'event PolicyAdopted(uint8 indexed kind, bytes32 indexed subject, uint32 indexed version, bytes32 digest, uint64 epoch, bool isActive, bytes32 runId, bytes document)',
  ({ at, args }, facts) =>
    facts.append(PolicyAdoptedEntity, {
      kind: args.kind,
      subject: nameOf(args.subject),
      subjectBytes32: args.subject,
      version: args.version,
      digest: args.digest,
      epoch: Number(args.epoch),
      isActive: args.isActive,
      runId: args.runId === zeroHash ? null : args.runId,
      document: bytesOf(args.document),
      body: bodyOf(args.kind, args.document),
      ...at,
    }),
);
