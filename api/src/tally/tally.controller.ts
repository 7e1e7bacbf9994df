import { Body, Controller, Post, Res } from '@nestjs/common';
import type { TallyAnswer, TallyRequest } from './tally-executor.js';
import { TallyExecutor } from './tally-executor.js';

/** POST /query: clients of Tally's API, pointed here, keep working. Any `Api-Key` is accepted. */
@Controller()
export class TallyController {
  constructor(private readonly executor: TallyExecutor) {}

  @Post('query')
  async query(
    @Body() request: TallyRequest,
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<TallyAnswer['body']> {
    const { status, body } = await this.executor.answer(request);
    reply.status(status);
    return body;
  }
}
