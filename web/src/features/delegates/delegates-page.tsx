import { Link } from '@tanstack/react-router';
import { graphql } from '../../data/graphql';
import { useGraphql } from '../../data/use-graphql';
import { formatAmount, formatBps, formatCount } from '../../lib/format';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { Cell, DataTable } from '../../ui/data-table';
import { AddressText } from '../../ui/hex';
import { Empty, LoadError, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';

const delegatesQuery = graphql(`
  query Delegates($organization: String!) {
    delegates(organization: $organization, page: { limit: 50 }) {
      nodes {
        account {
          address
        }
        votes
        delegatorsCount
        shareBps
        votesCount
      }
    }
  }
`);

export function DelegatesPage() {
  const { organization } = useRuntimeConfig();
  const { data, error, refetch } = useGraphql(delegatesQuery, { organization });
  const delegates = data?.delegates.nodes;

  return (
    <Page title="Delegates" lead="Who holds the votes, their own and what others gave them.">
      <Section title="All delegates" isFlush>
        {error && !delegates && <LoadError what="The delegates" error={error} retry={refetch} />}
        {!delegates && !error && (
          <div className="p-5">
            <Skeleton lines={5} />
          </div>
        )}
        {delegates?.length === 0 && <Empty>Nobody has staked yet.</Empty>}
        {delegates && delegates.length > 0 && (
          <DataTable
            caption="Delegates by voting power"
            columns={['Delegate', 'Votes', 'Share', 'Delegators', 'Votes cast', 'Action']}
            numeric={[1, 2, 3, 4]}
          >
            {delegates.map((delegate) => (
              <tr key={delegate.account.address}>
                <Cell>
                  <AddressText address={delegate.account.address} />
                </Cell>
                <Cell isNumeric>{formatAmount(delegate.votes)}</Cell>
                <Cell isNumeric>{formatBps(delegate.shareBps)}</Cell>
                <Cell isNumeric>{formatCount(delegate.delegatorsCount)}</Cell>
                <Cell isNumeric>{formatCount(delegate.votesCount)}</Cell>
                <Cell>
                  <Link to="/stake" search={{ delegate: delegate.account.address }} className="text-accent underline">
                    Delegate<span className="sr-only"> to {delegate.account.address}</span>
                  </Link>
                </Cell>
              </tr>
            ))}
          </DataTable>
        )}
      </Section>
    </Page>
  );
}
