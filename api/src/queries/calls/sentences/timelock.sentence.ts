import { keccak256, toHex, zeroHash } from 'viem';
import { formatSeconds, nameAccount, type Sentence } from './sentence.js';

const ROLES = new Map<string, string>([
  [zeroHash, 'administrator'],
  ...['PROPOSER', 'EXECUTOR', 'CANCELLER'].map(
    (role) => [keccak256(toHex(`${role}_ROLE`)), role.toLowerCase()] as const,
  ),
]);

const nameRole = (role: unknown) => ROLES.get(String(role)) ?? `holder of role ${role}`;

export const updateDelay: Sentence = (args) =>
  `Changes the least delay of the timelock to ${formatSeconds(Number(args.newDelay))}`;

export const grantRole: Sentence = (args, context) =>
  `Makes ${nameAccount(context, String(args.account))} ${nameRole(args.role)} of the timelock`;

export const revokeRole: Sentence = (args, context) =>
  `Takes from ${nameAccount(context, String(args.account))} the place of ${nameRole(args.role)} of the timelock`;
