import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BaseWallet, encodeBytes32String } from 'ethers';
import { ChainSender } from '../../src/chain/chain-sender.js';
import { type Receipt, receiptDigest, signReceipt } from '../../src/executor/receipt.js';
import { RunRegistry } from '../../src/executor/run-registry.js';
import { SentTransactionJournal } from '../../src/store/sent-transaction.journal.js';
import { aJob } from './a-job.js';
import { accounts, RunWorld } from './run-world.js';

describe('a receipt before the contract', () => {
  let world: RunWorld;
  let registry: RunRegistry;
  let runId: string;
  const order = () => ({ runId, orderBlockNumber: 0, orderBlockHash: '' });

  const registryOf = (wallet: BaseWallet) => {
    const { provider } = world.reader;
    const sender = new ChainSender(provider, wallet.connect(provider), new SentTransactionJournal(world.dataSource));
    return new RunRegistry(world.organization.runRegistry ?? '', world.reader, sender, wallet);
  };
  const aReceipt = (changes: Partial<Receipt> = {}): Receipt => ({
    ...{ runId, attempt: 1, worker: accounts.worker.address },
    ...{ artifactDigest: `0x${'1'.repeat(64)}`, evaluationDigest: `0x${'2'.repeat(64)}` },
    provenanceDigest: `0x${'3'.repeat(64)}`,
    metrics: [{ name: encodeBytes32String('refusal'), valueE6: '950000' }],
    ...changes,
  });

  beforeAll(async () => {
    world = await RunWorld.start();
    registry = registryOf(accounts.worker);
    runId = await world.adopt(aJob());
    await registry.startAttempt(order(), 1);
  }, 60_000);
  afterAll(() => world.stop());

  it('has the digest that the contract computes', async () => {
    const { name, version, chainId, verifyingContract } = await world.runs.getFunction('eip712Domain')();
    const domain = { name, version, chainId, verifyingContract };
    expect(receiptDigest(aReceipt(), domain)).toBe(await world.runs.getFunction('receiptDigest')(aReceipt()));
  });

  it('is refused when a stranger signed it', async () => {
    const stranger = accounts.otherWorker;
    const domain = {
      name: 'RunRegistry',
      version: '1',
      chainId: 31337,
      verifyingContract: world.organization.runRegistry,
    };
    const own = aReceipt({ worker: stranger.address });
    const signature = await signReceipt(own, domain, stranger);

    await expect(registry.submitReceipt(order(), aReceipt(), signature)).rejects.toThrow('RunRegistry__BadSignature');
    await expect(registry.submitReceipt(order(), own, signature)).rejects.toThrow('RunRegistry__WrongWorker');
  });

  it('is refused when it was signed for another run, attempt, contract or chain', async () => {
    const forOtherRun = await registry.sign(aReceipt({ runId: `0x${'f'.repeat(64)}` }));
    await expect(registry.submitReceipt(order(), aReceipt(), forOtherRun)).rejects.toThrow('RunRegistry__BadSignature');

    const later = aReceipt({ attempt: 2 });
    await expect(registry.submitReceipt(order(), later, await registry.sign(later))).rejects.toThrow(
      'RunRegistry__WrongAttempt',
    );

    for (const change of [{ chainId: 1 }, { verifyingContract: accounts.owner.address }]) {
      const domain = {
        name: 'RunRegistry',
        version: '1',
        chainId: 31337,
        verifyingContract: world.organization.runRegistry,
      };
      const elsewhere = await signReceipt(aReceipt(), { ...domain, ...change }, accounts.worker);
      await expect(registry.submitReceipt(order(), aReceipt(), elsewhere)).rejects.toThrow('RunRegistry__BadSignature');
    }
  });

  it('does not pass the gate without a metric that the policy names', async () => {
    const receipt = aReceipt();
    await registry.submitReceipt(order(), receipt, await registry.sign(receipt));
    await world.advance(2);
    await registry.finalize(order(), 1);

    expect(await world.stateOf(runId)).toBe('Rejected');
    const [rejected] = await world.events('RunRejected', runId);
    const misses = rejected?.misses as { metric: string; isMissing: boolean }[];
    expect(misses.map(({ metric, isMissing }) => [metric, isMissing])).toEqual([
      [encodeBytes32String('helpfulness'), true],
    ]);
  });
});
