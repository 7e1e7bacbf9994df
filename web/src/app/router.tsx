import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type NotFoundRouteProps,
} from '@tanstack/react-router';
import { OverviewPage } from '../features/overview/overview-page';
import { ProposalPage } from '../features/proposals/proposal-page';
import { ProposalsPage } from '../features/proposals/proposals-page';
import { RunPage } from '../features/runs/run-page';
import { RunPanel } from '../features/runs/run-panel';
import { RunsPage } from '../features/runs/runs-page';
import { Page } from '../ui/page';
import { Shell } from './shell';

function NotFound(_props: NotFoundRouteProps) {
  return (
    <Page title="Not here" lead="There is no page at this address.">
      {null}
    </Page>
  );
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const overview = createRoute({ getParentRoute: () => root, path: '/', component: OverviewPage });
const proposals = createRoute({ getParentRoute: () => root, path: '/proposals', component: ProposalsPage });
const proposal = createRoute({
  getParentRoute: () => root,
  path: '/proposals/$id',
  component: function ProposalRoute() {
    const { id } = proposal.useParams();
    return <ProposalPage key={id} proposalId={id} renderRun={(runId) => <RunPanel runId={runId} />} />;
  },
});
const propose = createRoute({
  getParentRoute: () => root,
  path: '/propose',
  component: lazyRouteComponent(() => import('../features/drafts/propose-page'), 'ProposePage'),
});
const runs = createRoute({ getParentRoute: () => root, path: '/runs', component: RunsPage });
const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$id',
  component: function RunRoute() {
    const { id } = run.useParams();
    return <RunPage key={id} runId={id} />;
  },
});
const policies = createRoute({
  getParentRoute: () => root,
  path: '/policies',
  component: lazyRouteComponent(() => import('../features/policies/policies-page'), 'PoliciesPage'),
});
const chat = createRoute({
  getParentRoute: () => root,
  path: '/chat',
  component: lazyRouteComponent(() => import('../features/chat/chat-page'), 'ChatPage'),
});
const LazyStakePage = lazyRouteComponent(() => import('../features/stake/stake-page'), 'StakePage');
const stake = createRoute({
  getParentRoute: () => root,
  path: '/stake',
  validateSearch: (search: Record<string, unknown>): { delegate?: string } =>
    typeof search.delegate === 'string' ? { delegate: search.delegate } : {},
  component: function StakeRoute() {
    return <LazyStakePage delegate={stake.useSearch().delegate} />;
  },
});
const delegates = createRoute({
  getParentRoute: () => root,
  path: '/delegates',
  component: lazyRouteComponent(() => import('../features/delegates/delegates-page'), 'DelegatesPage'),
});
const revenue = createRoute({
  getParentRoute: () => root,
  path: '/revenue',
  component: lazyRouteComponent(() => import('../features/revenue/revenue-page'), 'RevenuePage'),
});
const LazyTxPage = lazyRouteComponent(() => import('../features/chain/tx-page'), 'TxPage');
const tx = createRoute({
  getParentRoute: () => root,
  path: '/tx/$hash',
  component: function TxRoute() {
    const { hash } = tx.useParams();
    return <LazyTxPage key={hash} hash={hash} />;
  },
});
const LazyDigestPage = lazyRouteComponent(() => import('../features/chain/digest-page'), 'DigestPage');
const digest = createRoute({
  getParentRoute: () => root,
  path: '/digests/$digest',
  component: function DigestRoute() {
    const { digest: value } = digest.useParams();
    return <LazyDigestPage key={value} digest={value} />;
  },
});

const routeTree = root.addChildren([
  overview,
  proposals,
  proposal,
  propose,
  runs,
  run,
  policies,
  chat,
  stake,
  delegates,
  revenue,
  tx,
  digest,
]);

/** Every address of the application. */
export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
