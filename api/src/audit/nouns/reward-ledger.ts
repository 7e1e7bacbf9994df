/** Something that moved rewards. */
export interface RewardEvent {
  kind: 'staked' | 'unstaked' | 'notified' | 'claimed';
  account: string;
  amount: bigint;
  /** Of a stream that was notified. */
  ratePerSecond: bigint;
  periodEndsAt: bigint;
  /** Unix seconds. */
  at: bigint;
}

interface Member {
  stake: bigint;
  paidPerStake: bigint;
  earned: bigint;
}

/** As in StakedRewards. */
const PRECISION = 10n ** 36n;

/** The rewards of all members, reckoned from the events as StakedRewards reckons them, rounding included. */
export class RewardLedger {
  private readonly members = new Map<string, Member>();
  private totalStake = 0n;
  private perStake = 0n;
  private ratePerSecond = 0n;
  private periodEndsAt = 0n;
  private updatedAt = 0n;

  add({ kind, account, amount, ratePerSecond, periodEndsAt, at }: RewardEvent): void {
    this.accrue(at);
    if (kind === 'notified') {
      this.ratePerSecond = ratePerSecond;
      this.periodEndsAt = periodEndsAt;
      return;
    }
    const member = this.settled(account);
    if (kind === 'claimed') {
      member.earned -= amount;
      return;
    }
    const change = kind === 'staked' ? amount : -amount;
    member.stake += change;
    this.totalStake += change;
  }

  /** What each has earned by then and not claimed. */
  earnedAt(at: bigint): [account: string, earned: bigint][] {
    this.accrue(at);
    return [...this.members.keys()].map((account) => [account, this.settled(account).earned]);
  }

  private accrue(at: bigint): void {
    const until = at < this.periodEndsAt ? at : this.periodEndsAt;
    const elapsed = until > this.updatedAt ? until - this.updatedAt : 0n;
    if (this.totalStake > 0n) this.perStake += (elapsed * this.ratePerSecond * PRECISION) / this.totalStake;
    this.updatedAt = at;
  }

  private settled(account: string): Member {
    const member = this.members.get(account) ?? { stake: 0n, paidPerStake: 0n, earned: 0n };
    this.members.set(account, member);
    member.earned += (member.stake * (this.perStake - member.paidPerStake)) / PRECISION;
    member.paidPerStake = this.perStake;
    return member;
  }
}
