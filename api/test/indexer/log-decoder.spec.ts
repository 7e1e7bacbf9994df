import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, keccak256, parseAbiParameters, toHex } from 'viem';
import { LogDecoder } from '../../src/indexer/log-decoder.js';
import { ProposalCreatedEntity } from '../../src/store/proposal-created.entity.js';
import { TokenTransferEntity } from '../../src/store/token.entity.js';
import { aBlockHeader, aChainLog, anEventLog, CONTRACT } from '../builders/a-chain-log.js';

const TRANSFER = 'event Transfer(address indexed from, address indexed to, uint256 value)';
const CREATED =
  'event ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)';
const RUN_OPENED =
  'event RunOpened(bytes32 indexed runId, bytes32 indexed subject, uint32 indexed version, bytes32 policyDigest, uint64 staleAt)';
const ALICE = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const BOB = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

const blocks = new Map([[7, aBlockHeader()]]);
const decoderOf = (role: 'token' | 'governor' | 'runRegistry') => new LogDecoder(31337, [{ address: CONTRACT, role }]);

const aProposal = (description: string, signatures: string[] = ['']) =>
  anEventLog(CREATED, {
    proposalId: 5n,
    proposer: ALICE,
    targets: [BOB],
    values: [1n],
    signatures,
    calldatas: ['0x1234'],
    voteStart: 10n,
    voteEnd: 20n,
    description,
  });

function proposalOf(description: string, signatures?: string[]): ProposalCreatedEntity {
  const { facts, quarantined } = decoderOf('governor').decode([aProposal(description, signatures)], blocks);
  expect(quarantined).toEqual([]);
  expect(facts.rows[0]?.entity).toBe(ProposalCreatedEntity);
  return facts.rows[0]?.row as ProposalCreatedEntity;
}

describe('LogDecoder', () => {
  it('turns a log into a fact that knows its place on the chain', () => {
    const log = anEventLog(TRANSFER, { from: ALICE, to: BOB, value: 2n ** 255n }, { logIndex: 3 });

    const { facts } = decoderOf('token').decode([log], blocks);

    expect(facts.rows.map(({ entity, row }) => ({ entity, row }))).toEqual([
      {
        entity: TokenTransferEntity,
        row: {
          chainId: 31337,
          blockNumber: 7,
          logIndex: 3,
          txHash: log.txHash,
          blockAt: new Date(1_700_000_000_000),
          contract: CONTRACT,
          from: ALICE,
          to: BOB,
          amount: 2n ** 255n,
        },
      },
    ]);
  });

  it('puts aside a log that cannot be decoded, whole, and goes on', () => {
    const good = anEventLog(TRANSFER, { from: ALICE, to: BOB, value: 1n }, { logIndex: 1 });
    const cut = { ...good, data: '0x01', logIndex: 0 };
    const otherShape = { ...good, topics: good.topics.slice(0, 2), logIndex: 2 };

    const { facts, quarantined } = decoderOf('token').decode([cut, good, otherShape], blocks);

    expect(facts.rows.map(({ row }) => row.logIndex)).toEqual([1]);
    expect(quarantined.map(({ logIndex, topics, data }) => ({ logIndex, topics, data }))).toEqual([
      { logIndex: 0, topics: cut.topics, data: Buffer.from([1]) },
      { logIndex: 2, topics: otherShape.topics, data: Buffer.from(good.data.slice(2), 'hex') },
    ]);
    expect(quarantined[1]?.error).toBe('UndecodableLog: Transfer has 2 indexed values, the log 1');
  });

  it('keeps the log beside its fact, for the case that the database does not take the row', () => {
    const logs = [1n, 2n].map((value) => anEventLog(TRANSFER, { from: ALICE, to: BOB, value }));

    const { facts } = decoderOf('token').decode(logs, blocks);

    expect(facts.rows.map(({ source }) => source)).toEqual(logs);
  });

  it('puts aside a log whose time is beyond the calendar', () => {
    const log = anEventLog('event ProposalQueued(uint256 proposalId, uint256 etaSeconds)', {
      proposalId: 5n,
      etaSeconds: 2n ** 256n - 1n,
    });

    const { facts, quarantined } = decoderOf('governor').decode([log], blocks);

    expect(facts.rows).toEqual([]);
    expect(quarantined[0]?.error).toMatch(/^RangeError: .* is no date$/);
  });

  it('leaves out events that are not ours, and logs without topics', () => {
    const unknown = aChainLog({ topics: [`0x${'11'.repeat(32)}`] });

    const { facts, quarantined } = decoderOf('token').decode([unknown, aChainLog()], blocks);

    expect([facts.rows, quarantined]).toEqual([[], []]);
  });

  it('keeps the bytes of a description beside a text without NUL and invalid UTF-8', () => {
    const bytes = Buffer.from([0x61, 0x00, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0x62]);

    const proposal = proposalOf(toHex(bytes));

    expect(proposal.descriptionRaw).toEqual(bytes);
    expect(proposal.description).toBe('a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb');
    expect(proposal.descriptionHash).toBe(keccak256(bytes));
  });

  it('sanitizes the texts of a list, too', () => {
    expect(proposalOf('plain', ['trans\0fer()']).signatures).toEqual(['trans\uFFFDfer()']);
  });

  it('decodes a description of 1.5 MB', () => {
    const description = 'ä'.repeat(750_000);

    expect(proposalOf(description).description).toBe(description);
  });

  it('takes a run only from the registry that its id is made for', () => {
    const opened = (registry: `0x${string}`) => {
      const [subject, policyDigest] = [toHex('assistant', { size: 32 }), keccak256('0x01')];
      const types = parseAbiParameters('uint256, address, bytes32, uint32, bytes32');
      const runId = keccak256(encodeAbiParameters(types, [31337n, registry, subject, 3, policyDigest]));
      return anEventLog(RUN_OPENED, { runId, subject, version: 3, policyDigest, staleAt: 1_800_000_000n });
    };

    const { facts, quarantined } = decoderOf('runRegistry').decode([opened(CONTRACT), opened(BOB)], blocks);

    expect(facts.rows.map(({ row }) => row)).toMatchObject([{ subject: 'assistant', version: 3 }]);
    expect(quarantined).toMatchObject([{ error: expect.stringContaining('is not the id of a run of') }]);
  });
});
