import { AbiCoder, keccak256, ZeroHash } from 'ethers';
import { accounts, CHAIN_ID } from './organizations.mjs';
import { bytes32Of, hexOf, nameOf } from './values.mjs';

const coder = AbiCoder.defaultAbiCoder();
const SUBJECTS = ['assistant', 'critic'];
const RUNS_REMEMBERED = 6;

/** Policies and runs before the first. */
export const newPolicies = () => ({ versions: {}, runs: [] });

/** The documents of the five kinds of policy, as `IPolicyRegistry` declares them. */
const documents = [
  (random, subject) => encode('(bytes32,bytes,uint16,uint32,uint32)', [subject, jobOf(random), 500, 3_600, 100]),
  (random, subject) => {
    const thresholds = () => list(random, () => [nameOf(random), random.below(2), BigInt(random.below(1e6))]);
    return encode('(bytes32,(bytes32,uint8,uint64)[],(bytes32,uint8,uint64)[])', [subject, thresholds(), thresholds()]);
  },
  (random, subject) =>
    encode('(bytes32,(bytes,uint8,bool,bytes)[])', [
      subject,
      list(random, () => [jobOf(random), random.below(3), random.below(2) === 1, '0x6e6f']),
    ]),
  (random, subject) =>
    encode('(bytes32,(uint96,uint32,uint32)[])', [subject, list(random, () => [10n ** 20n, random.below(60), 4_096])]),
  (random, subject) =>
    encode('(bytes32,(address,uint16)[])', [subject, list(random, () => [random.of(accounts), random.below(10_000)])]),
];

const encode = (type, value) => coder.encode([type], [value]);
const list = (random, item) => Array.from({ length: random.below(4) }, item);
const jobOf = (random) => random.of(['0x7b7d', '0x', '0x61006200', '0xc328']);

/** Policies that are adopted, activated and rolled back, and the runs that carry them out. */
export class PolicyLife {
  #policies;
  #organization;
  #random;
  #transaction;

  constructor(policies, organization, { random, transaction }) {
    this.#policies = policies;
    this.#organization = organization;
    this.#random = random;
    this.#transaction = transaction;
  }

  /** Something about a policy. */
  stepPolicy() {
    const random = this.#random;
    const kind = random.below(5);
    const subject = bytes32Of(random.of(SUBJECTS));
    const key = `${kind} ${subject}`;
    const known = this.#policies.versions[key];
    if (!known || random.below(2) === 0) return this.#adopt(kind, subject, key);
    known.epoch += 1;
    const event = random.of(['PolicyActivated', 'PolicyRolledBack']);
    const version = BigInt(1 + random.below(known.version));
    return this.#emit(this.#organization.policyRegistry, event, {
      ...{ kind: BigInt(kind), subject, version, epoch: BigInt(known.epoch) },
    });
  }

  /** The next thing that happens to a run, whether or not it makes sense. */
  stepRun() {
    const random = this.#random;
    const { runs } = this.#policies;
    if (runs.length === 0) return this.stepPolicy();
    const run = random.of(runs);
    const step = random.of(RUN_STEPS);
    const args = step(run, random.of(runs));
    return this.#emit(this.#organization.runRegistry, args.event, args);
  }

  #adopt(kind, subject, key) {
    const random = this.#random;
    const before = this.#policies.versions[key] ?? { version: 0, epoch: 0 };
    const known = { version: before.version + 1, epoch: before.epoch + 1 };
    this.#policies.versions[key] = known;
    const document = random.below(10) === 0 ? hexOf(random, 64) : documents[kind](random, subject);
    const digest = keccak256(document);
    const isRun = kind === 0;
    const runId = isRun ? this.#runIdOf(subject, known.version, digest) : ZeroHash;
    this.#emit(this.#organization.policyRegistry, 'PolicyAdopted', {
      ...{ kind: BigInt(kind), subject, version: BigInt(known.version), epoch: BigInt(known.epoch) },
      ...{ digest, isActive: !isRun, runId, document },
    });
    if (isRun) this.#open({ runId, subject, version: BigInt(known.version), policyDigest: digest });
  }

  #open(run) {
    const { runs } = this.#policies;
    // Now and then somebody says something of a run that is none of this registry.
    const isForged = this.#random.below(12) === 0;
    this.#emit(this.#organization.runRegistry, 'RunOpened', isForged ? { ...run, policyDigest: ZeroHash } : run);
    if (isForged) return;
    runs.push({ id: run.runId, attempt: 0 });
    if (runs.length > RUNS_REMEMBERED) runs.shift();
  }

  /** As `IRunRegistry.runIdOf` makes it. */
  #runIdOf(subject, version, digest) {
    const types = ['uint256', 'address', 'bytes32', 'uint32', 'bytes32'];
    const identity = [CHAIN_ID, this.#organization.runRegistry, subject, version, digest];
    return keccak256(coder.encode(types, identity));
  }

  #emit(address, event, args) {
    this.#transaction.emit(address, event, args);
  }
}

const RUN_STEPS = [
  (run) => {
    run.attempt += 1;
    return { event: 'AttemptStarted', runId: run.id, attempt: BigInt(run.attempt) };
  },
  ...['ReceiptSubmitted', 'ReceiptConfirmed', 'RunFailed'].map((event) => (run) => ({
    event,
    runId: run.id,
    attempt: BigInt(run.attempt),
  })),
  (run) => ({ event: 'ChallengeRuled', runId: run.id, finalizableAt: 0n }),
  (run, other) => ({ event: 'RunSuperseded', runId: run.id, byRunId: other.id }),
  ...[
    'ChallengeRuled',
    'ReceiptChallenged',
    'CanaryStarted',
    'RunActivated',
    'RunRejected',
    'RunRolledBack',
    'RunWithdrawn',
  ].map((event) => (run) => ({ event, runId: run.id })),
];
