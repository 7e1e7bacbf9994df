/** Somebody as a member of one organization: all that is needed to ask for the rest. */
export interface AccountKey {
  slug: string;
  address: string;
}

/** What an account holds, and whose voice it lends. */
export interface Holding extends AccountKey {
  /** What it can vote with now. */
  votes: bigint;
  staked: bigint;
  balance: bigint;
  cooling: bigint;
  withdrawableAt: Date | null;
  delegate: string | null;
  delegatorsCount: number;
}

/** An account that votes are delegated to. */
export interface Delegate {
  account: AccountKey;
  votes: bigint;
  delegatorsCount: number;
  shareBps: number;
  votesCount: number;
}
