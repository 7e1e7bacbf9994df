import {
  type Abi,
  decodeEventLog,
  getAddress,
  isHash,
  type Log,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem';
import { useTransactionReceipt } from 'wagmi';
import { useOrganization } from '../../data/organization';
import { formatCount } from '../../lib/format';
import { Badge } from '../../ui/badge';
import { Fact, Facts } from '../../ui/facts';
import { AddressText } from '../../ui/hex';
import { JsonView } from '../../ui/json-view';
import { Empty, LoadError, Notice, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { describeTransactionError } from '../../wallet/contract-error';
import { contractAbis } from './contract-abis';

interface DecodedEvent {
  name: string;
  args: unknown;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
  }
  return value;
}

/** The event in a log, by name; a log of another contract stays as it is. */
export function decodeLog(log: Pick<Log, 'data' | 'topics'>): DecodedEvent | null {
  try {
    const { eventName, args } = decodeEventLog({ abi: contractAbis as Abi, data: log.data, topics: log.topics });
    return { name: eventName ?? '', args: plain(args) };
  } catch {
    return null;
  }
}

function Events({ receipt }: { receipt: TransactionReceipt }) {
  const { organization } = useOrganization();
  const names = Object.entries(organization?.addresses ?? {}).map(
    ([name, address]) => [address?.toLowerCase(), name] as const,
  );
  const nameOf = (address: string) => names.find(([known]) => known === address.toLowerCase())?.[1];

  if (receipt.logs.length === 0) return <Empty>It left no events.</Empty>;
  return (
    <ol className="divide-y divide-line">
      {receipt.logs.map((log) => {
        const event = decodeLog(log);
        return (
          <li key={log.logIndex} className="grid gap-2 px-4 py-3.5 text-sm sm:px-5">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-semibold">{event?.name ?? 'Event of another contract'}</span>
              <span className="break-all text-xs text-ink-faint">
                {nameOf(log.address)} <span className="font-mono">{getAddress(log.address)}</span>
              </span>
            </p>
            <JsonView value={event?.args ?? { topics: log.topics, data: log.data }} />
          </li>
        );
      })}
    </ol>
  );
}

function ReceiptFacts({ receipt }: { receipt: TransactionReceipt }) {
  const isSuccess = receipt.status === 'success';
  return (
    <Section
      title="Receipt"
      aside={<Badge tone={isSuccess ? 'pass' : 'miss'}>{isSuccess ? 'Succeeded' : 'Reverted'}</Badge>}
    >
      <Facts>
        <Fact name="Block">{formatCount(Number(receipt.blockNumber))}</Fact>
        <Fact name="Block hash">
          <span className="break-all font-mono text-[0.8125rem]">{receipt.blockHash}</span>
        </Fact>
        <Fact name="From">
          <AddressText address={getAddress(receipt.from)} isWhole />
        </Fact>
        <Fact name="To">
          {receipt.to ? <AddressText address={getAddress(receipt.to)} isWhole /> : 'a new contract'}
        </Fact>
        <Fact name="Gas used">{formatCount(Number(receipt.gasUsed))}</Fact>
      </Facts>
    </Section>
  );
}

/** Why there is no receipt to show. */
function NoReceipt({ error, retry }: { error: Error; retry: () => void }) {
  if (error instanceof TransactionReceiptNotFoundError) {
    return <Notice tone="canary">The chain does not know this transaction. It may not be in a block yet.</Notice>;
  }
  return <LoadError what="The receipt" error={new Error(describeTransactionError(error))} retry={retry} />;
}

/** A transaction, read from the chain itself: for chains that have no explorer. */
export function TxPage({ hash }: { hash: string }) {
  const isWellFormed = isHash(hash);
  const { data, error, refetch } = useTransactionReceipt({
    hash: hash as `0x${string}`,
    query: { enabled: isWellFormed, refetchInterval: ({ state }) => (state.data ? false : 5000) },
  });
  return (
    <Page title="Transaction" lead={<span className="break-all font-mono text-[0.8125rem]">{hash}</span>}>
      {!isWellFormed && <Notice tone="miss">A transaction has a hash of 0x and 64 hexadecimal digits.</Notice>}
      {isWellFormed && error && !data && <NoReceipt error={error} retry={refetch} />}
      {isWellFormed && !data && !error && <Skeleton lines={5} />}
      {data && (
        <>
          <ReceiptFacts receipt={data} />
          <Section title="Events" isFlush>
            <Events receipt={data} />
          </Section>
        </>
      )}
    </Page>
  );
}
