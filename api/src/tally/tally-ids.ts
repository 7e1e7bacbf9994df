import { getAddress, isAddress } from 'viem';

/** CAIP-2: `eip155:1`. */
export const chainIdOf = (chainId: number) => `eip155:${chainId}`;

/** CAIP-10: `eip155:1:0x…`. */
export const accountIdOf = (chainId: number, address: string) => `eip155:${chainId}:${address}`;

/** CAIP-19: `eip155:1/erc20:0x…`. */
export const assetIdOf = (chainId: number, token: string) => `eip155:${chainId}/erc20:${token}`;

/** `eip155:1:15672`. */
export const blockIdOf = (chainId: number, blockNumber: number) => `eip155:${chainId}:${blockNumber}`;

/** Reads a CAIP-10 account; null when it is not one. */
export function parseAccountId(id: string): { chainId: number; address: string } | null {
  const [, chainId, address] = /^eip155:(\d{1,9}):(0x[0-9a-fA-F]{40})$/.exec(id) ?? [];
  if (!chainId || !address || !isAddress(address, { strict: false })) return null;
  return { chainId: Number(chainId), address: getAddress(address) };
}
