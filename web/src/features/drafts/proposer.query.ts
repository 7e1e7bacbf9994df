import type { Address } from 'viem';
import { graphql } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { useRuntimeConfig } from '../../lib/runtime-config';

const proposerQuery = graphql(`
  query Proposer($organization: String!, $address: Address!) {
    account(organization: $organization, address: $address) {
      votes
    }
    proposals(organization: $organization, filter: { proposer: $address }, page: { limit: 20 }) {
      nodes {
        proposalId
        title
        state
      }
    }
  }
`);

/** As the governor counts: a proposal is its proposer's live one until its vote is over. */
const liveStates: readonly string[] = ['PENDING', 'ACTIVE'];

/** What the rules ask of a proposer: its votes, and the proposal of its own that is still live, if any. */
export function useProposer(address: Address | undefined) {
  const { organization } = useRuntimeConfig();
  const { data, isPlaceholderData } = useGraphql(
    proposerQuery,
    { organization, address: address ?? '0x' },
    { isEnabled: address !== undefined },
  );
  // While another account is read, what is still at hand is the one before.
  if (!address || !data || isPlaceholderData) return null;
  return {
    votes: BigInt(data.account.votes),
    liveProposal: data.proposals.nodes.find((proposal) => liveStates.includes(proposal.state)) ?? null,
  };
}
