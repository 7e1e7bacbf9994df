import { AbiCoder, getAddress, keccak256 } from 'ethers';
import { encoders, namesByKind } from '../world/events.mjs';
import { CHAIN_ID, kindsOf } from '../world/organizations.mjs';
import { decodeLog, Malformed } from './decode-log.mjs';
import { columnsOf, tableOf } from './fact-columns.mjs';

const coder = AbiCoder.defaultAbiCoder();
/** Contracts of other makes may emit these, too. */
const ALSO = { governor: ['mandateGovernor'], timelock: ['treasury'], erc20: ['stake'] };

/** What is known of each contract that is followed: its events by their topic, and how its votes are counted. */
function followed(organizations) {
  const contracts = new Map();
  for (const organization of organizations) {
    for (const [address, kinds] of kindsOf(organization)) {
      const known = contracts.get(address.toLowerCase()) ?? { address: getAddress(address), events: new Map() };
      const names = kinds.flatMap((kind) => [kind, ...(ALSO[kind] ?? [])]).flatMap((kind) => namesByKind[kind]);
      for (const name of names) known.events.set(encoders[name].topic, name);
      known.splitsVotes = organization.make === 'openzeppelin';
      contracts.set(address.toLowerCase(), known);
    }
  }
  return contracts;
}

/**
 * Rebuilds the facts from the receipts of a branch.
 * @returns {{tables: Map<string, object[]>, quarantined: object[], blocks: Map<number, object>}} rows by their table, in
 *   chain order, and the blocks with logs of ours
 */
export function replayFacts(blocks, organizations) {
  const contracts = followed(organizations);
  const facts = { tables: new Map(), quarantined: [], blocks: new Map() };
  for (const block of blocks) {
    let count = 0;
    for (const log of block.logs) {
      const contract = contracts.get(log.address);
      if (!contract) continue;
      count += 1;
      replayLog(block, log, contract, facts);
    }
    if (count > 0) facts.blocks.set(block.number, { block, count });
  }
  return facts;
}

function replayLog(block, log, contract, { tables, quarantined }) {
  const event = contract.events.get(log.topics[0]);
  if (!event) return;
  const position = {
    chain_id: BigInt(CHAIN_ID),
    block_number: BigInt(block.number),
    log_index: BigInt(log.logIndex),
    tx_hash: log.transactionHash,
    block_at: BigInt(block.timestamp),
  };
  try {
    const args = decodeLog(encoders[event].inputs, log);
    if (event === 'RunOpened') assertOwnRun(args, contract);
    const row = { ...position, contract: contract.address, ...columnsOf(event, args, contract) };
    const table = tables.get(tableOf(event)) ?? [];
    tables.set(tableOf(event), table);
    table.push(row);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const data = Buffer.from(log.data.slice(2), 'hex');
    quarantined.push({ ...position, address: contract.address, topics: log.topics, data });
  }
}

/** A run's id is made of where it belongs to. */
function assertOwnRun({ runId, subject, version, policyDigest }, { address }) {
  const types = ['uint256', 'address', 'bytes32', 'uint32', 'bytes32'];
  const own = keccak256(coder.encode(types, [CHAIN_ID, address, subject, version, policyDigest]));
  if (own !== runId) throw new Malformed('a run of somebody else');
}
