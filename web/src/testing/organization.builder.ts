import type { Organization } from '../data/organization';

export const addresses = {
  governor: '0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9',
  token: '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0',
  timelock: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  mandateToken: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  policyRegistry: '0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9',
  runRegistry: '0x5FC8d32690cc91D4c39d9d3abcBD16989F875707',
  revenueAllocator: '0x0165878A594ca255338adfa4d48449f69242Eb8F',
} as const;

export const modelTrack = {
  trackId: 2,
  name: 'Model',
  votingDelaySeconds: 30,
  votingPeriodSeconds: 300,
  timelockDelaySeconds: 30,
  expirySeconds: 1_209_600,
  quorumBps: 400,
  approvalBps: 5000,
  quorumFloor: '0',
};

/** The organization as the API gives it, at block 100. */
export function anOrganization(part: Partial<Organization> = {}): { organization: Organization } {
  return {
    organization: {
      id: 'mandate',
      slug: 'mandate',
      name: 'Mandate',
      chainId: 31337,
      subjects: ['assistant'],
      addresses,
      head: {
        blockNumber: 100,
        blockHash: `0x${'00'.repeat(32)}`,
        blockAt: new Date().toISOString(),
        finalizedNumber: 98,
      },
      governor: {
        id: `31337:${addresses.governor}`,
        proposalThreshold: '1000000000000000000',
        guardian: null,
        guardianTermEndsAt: null,
        tracks: [modelTrack],
        proposalStats: { total: 0, active: 0, passed: 0, failed: 0 },
      },
      ...part,
    },
  };
}
