import type { ChainLog } from '../chain/chain-log.js';
import { LogsBloom } from '../chain/logs-bloom.js';
import type { Fact } from '../store/position.js';
import type { QuarantinedLogEntity } from '../store/quarantined-log.entity.js';
import type { FollowedContract } from './contract-roles.js';
import { bytesOf } from './event-text.js';
import { FactBatch } from './fact-batch.js';
import type { EventLog, Handler } from './handler.js';
import { handlersByRole } from './handlers-by-role.js';

/** What a list of logs became. */
export interface DecodedLogs {
  facts: FactBatch;
  quarantined: QuarantinedLogEntity[];
}

/** Turns the logs of an organization's contracts into facts, and puts aside what it cannot decode. */
export class LogDecoder {
  /** Tells which blocks can hold logs of these contracts. */
  readonly bloom: LogsBloom;
  private readonly handlers = new Map<string, Map<string, Handler>>();

  constructor(
    private readonly chainId: number,
    contracts: FollowedContract[],
  ) {
    for (const { address, role } of contracts) {
      const byTopic = this.handlers.get(address) ?? new Map<string, Handler>();
      for (const handler of handlersByRole[role]) byTopic.set(handler.decoder.topic, handler);
      this.handlers.set(address, byTopic);
    }
    this.bloom = new LogsBloom(this.addresses);
  }

  /** The contracts whose logs are to be read. */
  get addresses(): string[] {
    return [...this.handlers.keys()];
  }

  /** Decodes logs in chain order; an event that no handler knows is not ours and is left out. */
  decode(logs: ChainLog[], blocks: Map<number, { timestamp: number }>): DecodedLogs {
    const decoded: DecodedLogs = { facts: new FactBatch(), quarantined: [] };
    let block: BlockTime = { number: -1, at: new Date(0) };
    for (const log of logs) {
      const handler = this.handlers.get(log.address)?.get(log.topics[0] ?? '');
      if (!handler) continue;
      if (log.blockNumber !== block.number) block = timeOfBlock(log.blockNumber, blocks);
      const at = positionOf(this.chainId, log, block.at);
      try {
        const { args, raw } = handler.decoder.decode(log.topics, log.data);
        handler.append({ at, args, raw } as EventLog<string>, decoded.facts.from(log));
      } catch (error) {
        decoded.quarantined.push(quarantine(at, log, error as Error));
      }
    }
    return decoded;
  }
}

/** When a block was; its logs share the date. */
interface BlockTime {
  number: number;
  at: Date;
}

function timeOfBlock(number: number, blocks: Map<number, { timestamp: number }>): BlockTime {
  const block = blocks.get(number);
  if (!block) throw new Error(`block ${number} was not read`);
  return { number, at: new Date(block.timestamp * 1000) };
}

function positionOf(chainId: number, log: ChainLog, blockAt: Date): Fact {
  return {
    chainId,
    blockNumber: log.blockNumber,
    logIndex: log.logIndex,
    txHash: log.txHash,
    blockAt,
    contract: log.address,
  };
}

function quarantine({ contract, ...position }: Fact, log: ChainLog, error: Error): QuarantinedLogEntity {
  const reason = `${error.name}: ${error.message.split('\n')[0]}`;
  return {
    ...position,
    address: contract,
    topics: log.topics,
    data: bytesOf(log.data),
    error: reason.replaceAll('\0', ' '),
  };
}
