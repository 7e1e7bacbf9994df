import { Link } from '@tanstack/react-router';
import { useCatalogue } from '../../data/catalogue';
import { graphql } from '../../data/graphql';
import { useOrganization } from '../../data/organization';
import { usePolicies } from '../../data/policies';
import { useGraphql } from '../../data/use-graphql';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { LoadError, Notice, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Seal } from '../../ui/seal';
import { Section } from '../../ui/section';
import { type DigestMeaning, meaningOf } from './digest-meaning';

const runDigestsQuery = graphql(`
  query RunDigests($organization: String!) {
    runs(organization: $organization, page: { limit: 50 }) {
      nodes {
        runId
        subject
        version
        jobDigest
        proposal {
          proposalId
        }
        receipt {
          artifactDigest
          evaluationDigest
          provenanceDigest
        }
      }
    }
  }
`);

function Meaning({ meaning }: { meaning: DigestMeaning }) {
  return (
    <>
      <Section title="What it is">
        <p className="font-display text-lg">{meaning.what}</p>
        <p className="mt-2 max-w-[70ch] text-sm text-ink-soft">{meaning.about}</p>
        <p className="mt-3 flex flex-wrap gap-4 text-sm">
          {meaning.runId && (
            <Link to="/runs/$id" params={{ id: meaning.runId }} className="text-accent underline">
              Its run
            </Link>
          )}
          {meaning.proposalId && (
            <Link to="/proposals/$id" params={{ id: meaning.proposalId }} className="text-accent underline">
              The proposal that ordered it
            </Link>
          )}
        </p>
      </Section>
      <Section title="How to check it">
        <ul className="grid gap-2">
          {meaning.check.map((line) => (
            <li
              key={line}
              className="overflow-x-auto rounded bg-sunken p-3 font-mono text-[0.8125rem] [overflow-wrap:anywhere]"
            >
              {line}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

/** What a digest stands for, and how anybody can check it. */
export function DigestPage({ digest }: { digest: string }) {
  const { organization: slug } = useRuntimeConfig();
  const { organization } = useOrganization();
  const { policies, error: policiesError } = usePolicies();
  const catalogue = useCatalogue();
  const { data, error: runsError, refetch } = useGraphql(runDigestsQuery, { organization: slug });
  const error = policiesError ?? runsError;
  const meaning =
    policies && data && organization && !catalogue.isPending
      ? meaningOf(digest, {
          policies,
          runs: data.runs.nodes,
          policyRegistry: organization.addresses.policyRegistry,
          catalogue: catalogue.data ?? null,
        })
      : undefined;

  return (
    <Page
      title="Digest"
      lead={<span className="break-all font-mono text-[0.8125rem]">{digest}</span>}
      aside={<Seal digest={digest} size={96} title="Seal of this digest" />}
    >
      {error && <LoadError what="What the digest stands for" error={error} retry={refetch} />}
      {meaning === undefined && !error && <Skeleton lines={5} />}
      {meaning === null && (
        <Notice tone="canary" title="Not among what this organization has adopted or run.">
          It may be of an input that no adopted job names yet, or of another organization.
        </Notice>
      )}
      {meaning && <Meaning meaning={meaning} />}
    </Page>
  );
}
