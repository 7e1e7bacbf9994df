import { Module } from '@nestjs/common';
import { QueriesModule } from '../queries/queries.module.js';
import { TallyController } from './tally.controller.js';
import { TallyExecutor } from './tally-executor.js';
import { TallyNodes } from './tally-nodes.js';
import { TallyRoot } from './tally-root.js';

/** The Tally-compatible door: POST /query. */
@Module({
  imports: [QueriesModule],
  controllers: [TallyController],
  providers: [TallyExecutor, TallyNodes, TallyRoot],
})
export class TallyDoorModule {}
