import { type AccessTier, tierOf } from './access.js';
import type { Answering } from './answering.js';
import type { ChatAnswer } from './chat-answer.js';
import { type ChatRequest, lastUserText, parseChatRequest } from './chat-request.js';
import { sessionKeyOf } from './lane.js';
import { type MandateHeaders, mandateHeaders } from './mandate-headers.js';
import { AccessDenied, ModelNotFound, RateLimitExceeded } from './openai-error.js';
import type { RateLimit } from './rate-limit.js';
import type { RequestLog } from './request-log.js';
import type { Choice, Serving } from './serving.js';

/** Who asks. */
export interface Caller {
  address: string;
  sessionId?: string;
}

/** The answer to a chat request, and what its headers say. */
export interface ChatReply {
  request: ChatRequest;
  answer: ChatAnswer;
  headers: MandateHeaders;
}

/** A chat request's way through the policies in force: access, moderation, the lane, moderation again. */
export class ChatDoor {
  constructor(
    private readonly serving: Serving,
    private readonly answering: Answering,
    private readonly requestLog: RequestLog,
    private readonly rateLimit: RateLimit,
  ) {}

  async complete(body: unknown, caller: Caller): Promise<ChatReply> {
    const tier = this.admit(caller);
    const request = parseChatRequest(body);
    if (request.model !== this.serving.subject) throw new ModelNotFound(request.model, [this.serving.subject]);

    const choice = this.serving.choose(sessionKeyOf({ ...caller, user: request.user }));
    const verdict = choice.rules.ofInput(lastUserText(request.messages));
    if (verdict.action === 'block') return this.block(request, choice, verdict.message);

    const answered = await this.answering.ask(choice, {
      ...request,
      contextTokens: tier.contextTokens,
      isProbe: false,
    });
    const action = answered.verdict.action === 'pass' ? verdict.action : answered.verdict.action;
    const headers = mandateHeaders(answered.choice.state, answered.choice, action);
    return { request, answer: answered.answer, headers };
  }

  private admit({ address }: Caller): AccessTier {
    const tier = tierOf(this.serving.state?.tiers ?? null, 0n);
    if (!tier) throw new AccessDenied();
    const allowance = this.rateLimit.take(address, tier.requestsPerMinute);
    if (!allowance.isAllowed) throw new RateLimitExceeded(tier.requestsPerMinute, allowance.retryAfterSeconds);
    return tier;
  }

  /** The rule's own words instead of the model's. The model is not asked, so nothing of it is measured. */
  private async block(request: ChatRequest, choice: Choice, text: string): Promise<ChatReply> {
    const { lane, revision } = choice;
    await this.requestLog.record({
      subject: this.serving.subject,
      runId: revision?.runId ?? null,
      lane,
      status: 200,
      latencyMs: 0,
      empty: false,
      moderated: true,
      probe: false,
    });
    const usage = { promptTokens: 0, completionTokens: 0 };
    const answer: ChatAnswer = { model: this.serving.subject, text, finishReason: 'content_filter', ...usage };
    return { request, answer, headers: mandateHeaders(choice.state, choice, 'block') };
  }
}
