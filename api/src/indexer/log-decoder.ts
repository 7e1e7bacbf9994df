import type { BlockHeader } from '../chain/block-header.js';
import type { ChainLog } from '../chain/chain-log.js';
import type { Fact } from '../store/position.js';
import type { QuarantinedLogEntity } from '../store/quarantined-log.entity.js';
import type { FollowedContract } from './contract-roles.js';
import { bytesOf } from './event-text.js';
import { FactBatch } from './fact-batch.js';
import type { Handler } from './handler.js';
import { handlersByRole } from './handlers-by-role.js';

/** What a list of logs became. */
export interface DecodedLogs {
  facts: FactBatch;
  quarantined: QuarantinedLogEntity[];
}

/** Turns the logs of an organization's contracts into facts, and puts aside what it cannot decode. */
export class LogDecoder {
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
  }

  /** The contracts whose logs are to be read. */
  get addresses(): string[] {
    return [...this.handlers.keys()];
  }

  /** Decodes logs in chain order; an event that no handler knows is not ours and is left out. */
  decode(logs: ChainLog[], blocks: Map<number, BlockHeader>): DecodedLogs {
    const decoded: DecodedLogs = { facts: new FactBatch(), quarantined: [] };
    for (const log of logs) {
      const handler = this.handlers.get(log.address)?.get(log.topics[0] ?? '');
      if (!handler) continue;
      const at = positionOf(this.chainId, log, blocks.get(log.blockNumber) as BlockHeader);
      try {
        handler.append(
          { at, ...handler.decoder.decode(log.topics, log.data) } as Parameters<Handler['append']>[0],
          decoded.facts,
        );
      } catch (error) {
        decoded.quarantined.push(quarantine(at, log, error as Error));
      }
    }
    return decoded;
  }
}

function positionOf(chainId: number, log: ChainLog, block: BlockHeader): Fact {
  return {
    chainId,
    blockNumber: log.blockNumber,
    logIndex: log.logIndex,
    txHash: log.txHash,
    blockAt: new Date(block.timestamp * 1000),
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
