import { ZeroAddress } from 'ethers';
import { accounts } from './organizations.mjs';

const UNIT = 10n ** 18n;
const NOBODY = -1;
const addressAt = (index) => (index === NOBODY ? ZeroAddress : accounts[index]);

/** The holders of a token before anybody holds any. */
export function newToken() {
  const none = () => accounts.map(() => 0n);
  return { balances: none(), votes: none(), delegates: accounts.map(() => NOBODY), supply: 0n, owners: [] };
}

/** Transfers and delegations of a token that counts votes, as OpenZeppelin's ERC20Votes and ERC721Votes emit them. */
export class TokenLife {
  #token;
  #address;
  #isNft;
  #random;
  #transaction;

  constructor(token, address, { isNft, random, transaction }) {
    this.#token = token;
    this.#address = address;
    this.#isNft = isNft;
    this.#random = random;
    this.#transaction = transaction;
  }

  /** Something that holders do; some of it is several things in one transaction. */
  step() {
    const random = this.#random;
    const one = random.below(accounts.length);
    const other = random.below(accounts.length);
    const steps = [
      () => this.#mint(one),
      () => this.#mint(one),
      () => this.#transfer(one, other),
      () => this.#transfer(one, other),
      () => this.#transfer(one, one),
      () => this.#burn(one),
      () => this.#delegate(one, other),
      () => this.#delegate(one, other),
      () => this.#delegate(one, one),
      () => this.#delegate(one, NOBODY),
      () => this.#delegate(one, this.#token.delegates[one]),
      () => this.#wander(one, other),
      () => this.#circle(one, other),
      () => this.#approve(one, other),
    ];
    random.of(steps)();
  }

  /** Delegates again and again within one transaction, with transfers in between. */
  #wander(one, other) {
    this.#delegate(one, other);
    this.#transfer(other, one);
    this.#delegate(one, one);
    this.#transfer(one, other);
    this.#delegate(one, NOBODY);
    this.#delegate(one, this.#random.below(accounts.length));
    this.#delegate(one, this.#token.delegates[one]);
  }

  /** Two delegate to each other, and back to themselves. */
  #circle(one, other) {
    this.#delegate(one, other);
    this.#delegate(other, one);
    if (this.#random.below(2) === 0) return;
    this.#delegate(one, one);
    this.#delegate(other, other);
  }

  #amountOf(index) {
    const balance = this.#token.balances[index];
    return this.#random.of([balance, balance / 2n, balance / 7n, 0n]);
  }

  #mint(to) {
    this.#move(NOBODY, to, this.#isNft ? 1n : BigInt(1 + this.#random.below(1_000)) * UNIT);
  }

  #burn(from) {
    this.#move(from, NOBODY, this.#isNft ? 1n : this.#amountOf(from));
  }

  #transfer(from, to) {
    this.#move(from, to, this.#isNft ? 1n : this.#amountOf(from));
  }

  #move(from, to, amount) {
    const { balances, owners } = this.#token;
    const tokenId = from === NOBODY ? owners.length : owners.indexOf(from);
    if (this.#isNft && tokenId < 0) return;
    if (this.#isNft) owners[tokenId] = to;
    if (from === NOBODY) this.#token.supply += amount;
    else balances[from] -= amount;
    if (to === NOBODY) this.#token.supply -= amount;
    else balances[to] += amount;
    const ends = { from: addressAt(from), to: addressAt(to) };
    if (this.#isNft) this.#emit('NftTransfer', { ...ends, tokenId: BigInt(tokenId) });
    else this.#emit('Transfer', { ...ends, value: amount });
    this.#moveVotes(this.#delegateOf(from), this.#delegateOf(to), amount);
  }

  #delegateOf(index) {
    return index === NOBODY ? NOBODY : this.#token.delegates[index];
  }

  #delegate(account, to) {
    const { delegates, balances } = this.#token;
    const from = delegates[account];
    delegates[account] = to;
    const change = { delegator: accounts[account], fromDelegate: addressAt(from), toDelegate: addressAt(to) };
    this.#emit('DelegateChanged', change);
    this.#moveVotes(from, to, balances[account]);
  }

  #moveVotes(from, to, amount) {
    if (from === to || amount === 0n) return;
    if (from !== NOBODY) this.#changeVotes(from, -amount);
    if (to !== NOBODY) this.#changeVotes(to, amount);
  }

  #changeVotes(index, amount) {
    const { votes } = this.#token;
    const previousVotes = votes[index];
    votes[index] += amount;
    this.#emit('DelegateVotesChanged', { delegate: accounts[index], previousVotes, newVotes: votes[index] });
  }

  #approve(one, other) {
    if (!this.#isNft) this.#emit('Approval', { owner: accounts[one], spender: accounts[other] });
  }

  #emit(event, args) {
    this.#transaction.emit(this.#address, event, args);
  }
}
