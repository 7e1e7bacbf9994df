import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common';
import { RunLogQueries } from '../../queries/run-log.queries.js';

/** `/runs/<runId>/log.jsonl`: the hash-chained log of a run, which `mandate run verify-log --file` checks. */
@Controller('runs')
export class RunLogController {
  constructor(private readonly logs: RunLogQueries) {}

  @Get(':runId/log.jsonl')
  @Header('content-type', 'application/jsonl; charset=utf-8')
  async log(@Param('runId') runId: string): Promise<string> {
    const text = await this.logs.text(runId.toLowerCase());
    if (text === null) throw new NotFoundException(`No executor of this API has had the run ${runId}.`);
    return text;
  }
}
