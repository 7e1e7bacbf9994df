import { useRef, useState } from 'react';
import { isAddress, zeroAddress } from 'viem';
import { type Policy, usePolicies } from '../../data/policies';
import { formatFixed, parseFixed } from '../../lib/fixed-point';
import { formatBps } from '../../lib/format';
import { type RevenueShare, readRevenueBody } from '../../lib/policy-body';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { LoadError, Skeleton } from '../../ui/notice';
import { type DraftContent, type Problems, unchangedProblem } from './draft-call';
import { DraftFrame } from './draft-frame';
import { adoptRevenueCall } from './policy-calls';
import { useOutdated } from './use-outdated';

export interface ShareRow {
  account: string;
  percent: string;
}

/** The shares that the rows describe, or what is wrong with which row. */
export function readShares(rows: readonly ShareRow[]): {
  shares: RevenueShare[] | null;
  sumBps: number;
  problems: Problems;
} {
  const problems: Problems = {};
  const shares = rows.map(({ account, percent }, index) => {
    const bps = parseFixed(percent, 2);
    if (!isAddress(account) || account === zeroAddress)
      problems[`${index}.account`] = 'A whole address (0x and 40 digits), with the right capitals.';
    else if (rows.some((other, at) => at < index && other.account.toLowerCase() === account.toLowerCase()))
      problems[`${index}.account`] = 'Named twice.';
    if (bps === null || bps === 0) problems[`${index}.percent`] = 'A percentage above 0, at most two decimals.';
    return { account, bps: bps ?? 0 };
  });
  const sumBps = shares.reduce((sum, share) => sum + share.bps, 0);
  if (sumBps !== 10_000) problems.sum = `The shares add up to ${formatBps(sumBps)}, not to 100 %.`;
  if (rows.length > 16) problems.rows = 'At most 16 shares.';
  return { shares: Object.keys(problems).length === 0 ? shares : null, sumBps, problems };
}

/** A proposal to replace the split of the revenue. */
export function RevenueDraft({ registry }: { registry: `0x${string}` }) {
  const { policies, error, refetch } = usePolicies('REVENUE');
  // What is being typed must outlive a moment without the API.
  if (error && !policies) return <LoadError what="The revenue policy" error={error} retry={refetch} />;
  if (!policies) return <Skeleton lines={6} />;
  const active = policies.find((policy) => policy.isActive) ?? null;
  return <RevenueEditor active={active} registry={registry} />;
}

function RevenueEditor({ active, registry }: { active: Policy | null; registry: `0x${string}` }) {
  const activeShares = (active && readRevenueBody(active.body))?.shares ?? [];
  // What had the focus goes away with a removed share; it moves to where one goes on.
  const addButton = useRef<HTMLButtonElement>(null);
  const [rows, setRows] = useState<ShareRow[]>(() =>
    activeShares.map(({ account, bps }) => ({ account, percent: formatFixed(bps, 2) })),
  );
  const { shares, problems: rowProblems } = readShares(rows);
  const problems = { ...rowProblems, ...unchangedProblem(shares, activeShares), ...useOutdated(active) };
  const content: DraftContent = {
    call: shares && !problems.unchanged ? adoptRevenueCall(registry, active?.subject ?? 'mandate', shares) : null,
    problems,
    suggestedTitle: 'Change how revenue is shared',
  };
  const change = (index: number, part: Partial<ShareRow>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));

  return (
    <DraftFrame content={content}>
      <div className="grid gap-3">
        {rows.map((row, index) => (
          <ShareFields
            // biome-ignore lint/suspicious/noArrayIndexKey: shares have no identity but their place
            key={index}
            place={index}
            row={row}
            problems={problems}
            onChange={(part) => change(index, part)}
            onRemove={() => {
              setRows(rows.filter((_, at) => at !== index));
              addButton.current?.focus();
            }}
          />
        ))}
        <Button
          ref={addButton}
          isSmall
          className="justify-self-start"
          onClick={() => setRows([...rows, { account: '', percent: '' }])}
        >
          Add a share
        </Button>
        <p className={problems.sum ? 'text-xs font-medium text-miss' : 'text-xs text-pass'}>
          {problems.sum ?? 'The shares add up to 100 %.'} {problems.rows}
        </p>
      </div>
    </DraftFrame>
  );
}

interface ShareFieldsProps {
  place: number;
  row: ShareRow;
  problems: Problems;
  onChange: (part: Partial<ShareRow>) => void;
  onRemove: () => void;
}

function ShareFields({ place, row, problems, onChange, onRemove }: ShareFieldsProps) {
  return (
    <div className="grid items-start gap-2 sm:grid-cols-[1fr_7rem_auto]">
      <TextField
        label="Account"
        className="font-mono"
        value={row.account}
        error={problems[`${place}.account`]}
        onChange={(event) => onChange({ account: event.target.value.trim() })}
      />
      <TextField
        label="Share"
        unit="%"
        inputMode="decimal"
        value={row.percent}
        error={problems[`${place}.percent`]}
        onChange={(event) => onChange({ percent: event.target.value })}
      />
      <Button look="quiet" className="sm:mt-6" aria-label={`Remove share ${place + 1}`} onClick={onRemove}>
        Remove
      </Button>
    </div>
  );
}
