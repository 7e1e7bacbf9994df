import { erc20Abi, maxUint256, zeroAddress } from 'viem';
import { useBalance, useReadContract } from 'wagmi';
import { treasuryTimelockAbi } from '../../generated/abi/TreasuryTimelock';

type Address = `0x${string}`;

/** What the treasury holds of an asset, and how much of it may leave; a cap of null is none. */
export interface Outflow {
  balance: bigint;
  cap: bigint | null;
  available: bigint;
  pending: { cap: bigint | null; effectiveAt: Date } | null;
}

const query = { refetchInterval: 10_000, retry: false } as const;
const capOrNone = (cap: bigint) => (cap === maxUint256 ? null : cap);

/** The contract's own word on an asset (the zero address for ETH); null until it is known, or where there is no such rule. */
export function useOutflow(timelock: Address, asset: Address): Outflow | null {
  const contract = { address: timelock, abi: treasuryTimelockAbi, args: [asset], query } as const;
  const isEther = asset === zeroAddress;
  const ether = useBalance({ address: timelock, query: { ...query, enabled: isEther } });
  const token = useReadContract({
    address: asset,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [timelock],
    query: { ...query, enabled: !isEther },
  });
  const { data: cap } = useReadContract({ ...contract, functionName: 'outflowCap' });
  const { data: available } = useReadContract({ ...contract, functionName: 'outflowAvailable' });
  const { data: pending } = useReadContract({ ...contract, functionName: 'pendingOutflowCap' });

  const balance = isEther ? ether.data?.value : token.data;
  if (balance === undefined || cap === undefined || available === undefined || !pending) return null;
  const [pendingCap, effectiveAt] = pending;
  return {
    balance,
    cap: capOrNone(cap),
    available,
    pending: effectiveAt ? { cap: capOrNone(pendingCap), effectiveAt: new Date(Number(effectiveAt) * 1000) } : null,
  };
}
