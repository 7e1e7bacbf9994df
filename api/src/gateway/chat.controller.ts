import { Readable } from 'node:stream';
import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { completionOf, eventsOf } from './chat-answer.js';
import { ChatDoor } from './chat-door.js';

/** `POST /v1/chat/completions`, as OpenAI's clients send it. */
@Controller('v1')
export class ChatController {
  constructor(private readonly door: ChatDoor) {}

  @Post('chat/completions')
  async complete(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sessionId = request.headers['x-session-id'];
    const caller = { address: request.ip, sessionId: Array.isArray(sessionId) ? sessionId[0] : sessionId };
    const { request: asked, answer, headers } = await this.door.complete(body, caller);

    reply.status(200).headers(headers);
    if (!asked.isStream) {
      reply.send(completionOf(answer));
      return;
    }
    reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    reply.send(Readable.from(eventsOf(answer, asked.withUsage)));
  }
}
