import { Module } from '@nestjs/common';
import { RunLogQueries } from '../../queries/run-log.queries.js';
import { RunLogController } from './run-log.controller.js';

/** Logs of runs over plain HTTP: they are read by programs that check them, line by line. */
@Module({ providers: [RunLogQueries], controllers: [RunLogController] })
export class RunLogModule {}
