import { useRuntimeConfig } from '../lib/runtime-config';
import { graphql, type ResultOf } from './graphql';
import { useGraphql } from './use-graphql';

export const organizationQuery = graphql(`
  query Organization($slug: String!) {
    organization(slug: $slug) {
      id
      slug
      name
      chainId
      subjects
      addresses {
        governor
        token
        timelock
        mandateToken
        policyRegistry
        runRegistry
        revenueAllocator
      }
      head {
        blockNumber
        blockHash
        blockAt
        finalizedNumber
      }
      governor {
        id
        proposalThreshold
        guardian
        guardianTermEndsAt
        tracks {
          trackId
          name
          votingDelaySeconds
          votingPeriodSeconds
          timelockDelaySeconds
          expirySeconds
          quorumBps
          approvalBps
          quorumFloor
        }
        proposalStats {
          total
          active
          passed
          failed
        }
      }
    }
  }
`);

export type Organization = NonNullable<ResultOf<typeof organizationQuery>['organization']>;

/** The organization this page is about, its addresses, rules and the head of its chain as the indexer knows it. */
export function useOrganization() {
  const { organization: slug } = useRuntimeConfig();
  const { data, ...rest } = useGraphql(organizationQuery, { slug }, { refetchSeconds: 3 });
  return { ...rest, organization: data?.organization ?? null, isMissing: data !== undefined && !data.organization };
}

/** The id under which the API knows a proposal of this organization. */
export function proposalNodeId(organization: Organization, proposalId: string): string {
  return `${organization.chainId}:${organization.addresses.governor}:${proposalId}`;
}
