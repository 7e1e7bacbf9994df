import { Fact, Facts } from '../../ui/facts';
import { AddressText, DigestLink, TxLink } from '../../ui/hex';
import type { Run } from './run.query';

/** Every digest, key and transaction of a run, each a link to how it is checked. */
export function RunDigests({ run }: { run: Run }) {
  const { receipt, observation } = run;
  return (
    <Facts>
      <Fact name="Run">
        <DigestLink digest={run.runId} isWhole />
      </Fact>
      <Fact name="Policy">
        <DigestLink digest={run.policy.digest} isWhole />
      </Fact>
      {run.jobDigest && (
        <Fact name="Job">
          <DigestLink digest={run.jobDigest} isWhole />
        </Fact>
      )}
      {receipt && (
        <>
          <Fact name="Revision (artifact)">
            <DigestLink digest={receipt.artifactDigest} isWhole />
          </Fact>
          <Fact name="Evaluation report">
            <DigestLink digest={receipt.evaluationDigest} isWhole />
          </Fact>
          <Fact name="Provenance">
            <DigestLink digest={receipt.provenanceDigest} isWhole />
          </Fact>
          <Fact name="Receipt">
            signed by <AddressText address={receipt.worker} isWhole /> · <TxLink hash={receipt.position.txHash} />
            {receipt.confirmations > 0 && ` · ${receipt.confirmations} confirmed by re-execution`}
          </Fact>
        </>
      )}
      {observation && (
        <Fact name="Observation">
          {observation.requests} requests, signed by <AddressText address={observation.worker} isWhole /> ·{' '}
          <TxLink hash={observation.position.txHash} />
        </Fact>
      )}
    </Facts>
  );
}
