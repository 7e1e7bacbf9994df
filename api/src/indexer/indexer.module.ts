import { Module } from '@nestjs/common';
import { EndpointWatch } from './endpoint-watch.js';
import { Indexer } from './indexer.js';
import { IndexerLoop } from './indexer-loop.js';

/** Chain → rows, when it is told to. */
@Module({ providers: [Indexer], exports: [Indexer] })
export class IndexerModule {}

/** Chain → rows, for as long as the process lives. */
@Module({ imports: [IndexerModule], providers: [EndpointWatch, IndexerLoop] })
export class IndexerLoopModule {}
