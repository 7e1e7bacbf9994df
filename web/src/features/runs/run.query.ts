import { graphql, type ResultOf } from '../../data/graphql';
import { useLiveGraphql } from '../../data/use-graphql';

// The query and the subscription ask for the same, so that what is pushed can take the place of what was read.
const runFields = graphql(`
  fragment RunFields on Run @_unmask {
    id
    runId
    subject
    version
    state
    attempt
    worker
    job
    jobDigest
    ledgerState
    failure
    openedAt
    policy {
      digest
      wasActive
      isActive
    }
    proposal {
      proposalId
      title
    }
    progress {
      attempt
      phase
      step
      steps
      loss
      secondsLeft
      at
    }
    trainSeconds
    losses(limit: 200) {
      step
      loss
    }
    receipt {
      attempt
      worker
      artifactDigest
      evaluationDigest
      provenanceDigest
      confirmations
      finalizableAt
      metrics {
        name
        value
      }
      position {
        txHash
      }
    }
    observation {
      worker
      requests
      metrics {
        name
        value
      }
      position {
        txHash
      }
    }
    gates {
      stage
      safetyVersion
      passed
      rows {
        metric
        bound
        threshold
        value
        passed
        missedBy
      }
    }
    misses {
      metric
      isMissing
      bound
      value
      threshold
      missedBy
    }
    timeline {
      kind
      at
      isFuture
      txHash
      actor
    }
    canary {
      bps
      startedAt
      endsAt
      requestsRequired
    }
  }
`);

const runQuery = graphql(
  `
    query Run($id: ID!) {
      run(id: $id) {
        ...RunFields
      }
    }
  `,
  [runFields],
);

const runSubscription = graphql(
  `
    subscription RunChanged($id: ID!) {
      run(id: $id) {
        ...RunFields
      }
    }
  `,
  [runFields],
);

export type Run = NonNullable<ResultOf<typeof runQuery>['run']>;
export type Gate = Run['gates'][number];
export type Miss = Run['misses'][number];

/** One run, live. */
export function useRun(runId: string) {
  const { data, ...rest } = useLiveGraphql(runQuery, runSubscription, { id: runId }, { refetchSeconds: 3 });
  return { ...rest, run: data?.run ?? null, isMissing: data !== undefined && !data.run };
}
