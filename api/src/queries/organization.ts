/** The contracts of an organization. */
export interface Addresses {
  governor: string;
  token: string;
  timelock: string;
  mandateToken: string | null;
  policyRegistry: string | null;
  runRegistry: string | null;
  revenueAllocator: string | null;
}

/** A DAO that the configuration lists. */
export interface Organization {
  id: string;
  slug: string;
  name: string;
  chainId: number;
  addresses: Addresses;
}

/** How far the chain has been followed. */
export interface ChainHead {
  blockNumber: number;
  blockHash: string;
  blockAt: Date;
  finalizedNumber: number;
}
