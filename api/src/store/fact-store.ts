import type { DataSource, EntityManager } from 'typeorm';
import { BlockEntity } from './block.entity.js';
import { type BlockId, type ChainBatch, CursorMoved, type FactStretch } from './chain-batch.js';
import { ChainCursorEntity } from './chain-cursor.entity.js';
import { deleteFactsAbove } from './fact-eraser.js';
import { type MissingReadings, missingReadings, type ProposalSnapshot, snapshotsOf } from './governor-readings.js';
import { blockPayload, notifyBlock } from './notification.js';
import { type EncodedStretch, encodeStretch, writeNewStretch, writeOldStretch } from './stretch-writer.js';

/** Blocks without logs are remembered this long beyond finality, to find the common ancestor of a reorg. */
const REMEMBERED_BLOCKS = 256;

/** Writes what was read from a chain: facts, totals, cursor and wake-up, all in one transaction. */
export class FactStore {
  constructor(private readonly dataSource: DataSource) {}

  /** How far a chain is indexed; null before its first batch. */
  cursor(chainId: number): Promise<ChainCursorEntity | null> {
    return this.dataSource.getRepository(ChainCursorEntity).findOneBy({ chainId });
  }

  /** The remembered block that is `skip` blocks below the newest one; null when there are not so many. */
  async rememberedBlock(chainId: number, skip: number): Promise<BlockId | null> {
    const [block] = await this.dataSource
      .getRepository(BlockEntity)
      .find({ where: { chainId }, order: { number: 'DESC' }, skip, take: 1 });
    return block ?? null;
  }

  /** Whether a block is one of those that are remembered. */
  remembers(chainId: number, { number, hash }: BlockId): Promise<boolean> {
    return this.dataSource.getRepository(BlockEntity).existsBy({ chainId, number, hash });
  }

  /** Makes a stretch ready to be written. It takes no database: this can be done while another stretch is written. */
  encode(stretch: FactStretch): EncodedStretch {
    return encodeStretch(this.dataSource, stretch);
  }

  /** Commits a batch and moves the cursor behind it. Throws `CursorMoved` when somebody else did. */
  async commit(batch: ChainBatch, encoded = this.encode(batch)): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await moveCursor(manager, batch);
      await writeNewStretch(manager, batch, encoded);
      await close(manager, batch);
    });
  }

  /** Commits older logs of an organization that was added later. Throws `CursorMoved` when somebody else did. */
  async commitBackfill(stretch: FactStretch, slug: string, indexedNumber: number | null): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const moved: unknown[] = await manager.query(
        `SELECT 1 FROM organization WHERE slug = $1 AND indexed_number IS NOT DISTINCT FROM $2 FOR UPDATE`,
        [slug, indexedNumber],
      );
      if (moved.length === 0) throw new CursorMoved(`organization ${slug} is no longer indexed up to ${indexedNumber}`);
      await assertSameChain(manager, stretch);
      await writeOldStretch(manager, stretch);
      await manager.query('UPDATE organization SET indexed_number = $2 WHERE slug = $1', [slug, stretch.toBlock]);
      await notifyBlock(manager, { chainId: stretch.chainId, blockNumber: stretch.toBlock });
    });
  }

  /** What is still to be read of a chain's governors, some of it only in times to come. */
  missingReadings(chainId: number): Promise<MissingReadings> {
    return missingReadings(this.dataSource, chainId);
  }

  /** Every proposal of a governor, with its snapshot. */
  snapshotsOf(chainId: number, governor: string): Promise<ProposalSnapshot[]> {
    return snapshotsOf(this.dataSource, chainId, governor);
  }

  /** Forgets everything above the common ancestor of a reorg; the whole chain when there is none. */
  async rollBack(chainId: number, ancestor: BlockId | null): Promise<void> {
    const above = ancestor?.number ?? -1;
    await this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM chain_cursor WHERE chain_id = $1 FOR UPDATE', [chainId]);
      await deleteFactsAbove(manager, chainId, above);
      if (ancestor) {
        await manager.query(
          `UPDATE chain_cursor SET block_number = $2, block_hash = $3, finalized_number = least(finalized_number, $2)
           WHERE chain_id = $1`,
          [chainId, ancestor.number, ancestor.hash],
        );
      } else {
        await manager.delete(ChainCursorEntity, { chainId });
      }
      await manager.query('UPDATE organization SET indexed_number = $2 WHERE chain_id = $1 AND indexed_number > $2', [
        chainId,
        above,
      ]);
      await notifyBlock(manager, { chainId, blockNumber: above });
    });
  }
}

async function moveCursor(manager: EntityManager, batch: ChainBatch): Promise<void> {
  const { chainId, after, last, finalizedNumber, headNumber, headAt } = batch;
  const next = [last.number, last.hash, Math.min(finalizedNumber, last.number), headNumber, headAt];
  const moved: unknown[] = after
    ? (
        await manager.query(
          `UPDATE chain_cursor
           SET block_number = $2, block_hash = $3, finalized_number = greatest(finalized_number, $4), head_number = $5, head_at = $6, updated_at = now()
           WHERE chain_id = $1 AND block_number = $7 AND block_hash = $8 RETURNING 1`,
          [chainId, ...next, after.number, after.hash],
        )
      )[0]
    : await manager.query(
        `INSERT INTO chain_cursor (chain_id, block_number, block_hash, finalized_number, head_number, head_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, now()) ON CONFLICT DO NOTHING RETURNING 1`,
        [chainId, ...next],
      );
  if (moved.length === 0)
    throw new CursorMoved(`the cursor of chain ${chainId} is no longer at ${after?.number ?? 'its start'}`);
}

/** The common ancestor of a reorg is found by remembered blocks: those of another branch must not slip in among them. */
async function assertSameChain(manager: EntityManager, { chainId, blocks }: FactStretch): Promise<void> {
  const others: { number: string }[] = await manager.query(
    `SELECT block.number FROM block JOIN unnest($2::bigint[], $3::text[]) AS read (number, hash) USING (number)
     WHERE chain_id = $1 AND block.hash <> read.hash`,
    [chainId, blocks.map(({ number }) => number), blocks.map(({ hash }) => hash)],
  );
  if (others[0]) throw new CursorMoved(`block ${others[0].number} of chain ${chainId} is another one by now`);
}

/** Says how far the organizations are, forgets old blocks without logs, and wakes who waits: one question for all. */
async function close(manager: EntityManager, batch: ChainBatch): Promise<void> {
  const { chainId, slugs, toBlock, finalizedNumber, last } = batch;
  const forgotten = Math.min(finalizedNumber, last.number) - REMEMBERED_BLOCKS;
  await manager.query(CLOSE, [slugs, toBlock, chainId, forgotten, blockPayload({ chainId, blockNumber: last.number })]);
}

const CLOSE = `
  WITH indexed AS (
    UPDATE organization SET indexed_number = $2 WHERE slug = ANY($1)
  ), forgotten AS (
    DELETE FROM block WHERE chain_id = $3 AND logs_count = 0 AND number < $4
  )
  SELECT pg_notify('mandate_block', $5)`;
