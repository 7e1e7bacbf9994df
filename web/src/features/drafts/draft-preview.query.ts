import { graphql } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { useRuntimeConfig } from '../../lib/runtime-config';
import type { DraftCall } from './draft-call';

const previewQuery = graphql(`
  query DraftPreview($organization: String!, $targets: [Address!]!, $values: [Uint256!]!, $calldatas: [Bytes!]!) {
    decodeCalls(organization: $organization, targets: $targets, values: $values, calldatas: $calldatas) {
      calls {
        index
        target
        targetName
        value
        calldata
        signature
        decoded
        sentence
      }
      track {
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
    }
  }
`);

/**
 * The draft's calls as the API decodes them from their bytes, and the track they fall under: what voters will see.
 * `isDecoded` is false while the last preview, of other bytes, is still in view.
 */
export function useDraftPreview(call: DraftCall | null) {
  const { organization } = useRuntimeConfig();
  const { data, isPlaceholderData, error, refetch } = useGraphql(
    previewQuery,
    {
      organization,
      targets: call ? [call.target] : [],
      values: call ? [call.value.toString()] : [],
      calldatas: call ? [call.calldata] : [],
    },
    { isEnabled: call !== null, refetchSeconds: 30 },
  );
  const preview = call && !error ? (data?.decodeCalls ?? null) : null;
  return { error: call ? error : null, refetch, preview, isDecoded: preview !== null && !isPlaceholderData };
}
