import type { ChatAnswer } from './chat-answer.js';
import type { ChatMessage } from './chat-request.js';
import type { Verdict } from './moderation.js';
import { ContextLengthExceeded, InvalidChatRequest, ModelUnavailable } from './openai-error.js';
import type { RequestLog } from './request-log.js';
import { type Generated, GenerateRejected } from './serve-client.js';
import type { Choice, Serving } from './serving.js';

/** One question to a lane. */
export interface Question {
  messages: ChatMessage[];
  maxTokens: number | null;
  temperature: number;
  seed: number | null;
  contextTokens: number;
  isProbe: boolean;
}

/** The answer, and the lane that gave it in the end. */
export interface Answered {
  answer: ChatAnswer;
  choice: Choice;
  verdict: Verdict;
}

const ANSWER_TOKENS = 128;
/** The serve process answers one at a time: who came later would have gone before it is their turn. */
const PENDING_MAX = 32;

/** Has a lane answer, moderates what it said, and measures it. */
export class Answering {
  private isStopped = false;

  constructor(
    private readonly serving: Serving,
    private readonly requestLog: RequestLog,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Asks nobody any more. Answers that break off as the serve process ends say nothing about a revision. */
  stop(): void {
    this.isStopped = true;
  }

  /** Asks the chosen lane. A canary that fails is counted, and the active revision answers the user instead. */
  async ask(choice: Choice, question: Question): Promise<Answered> {
    try {
      return await this.askLane(choice, question);
    } catch (error) {
      if (!(error instanceof ModelUnavailable) || choice.lane !== 'canary' || question.isProbe) throw error;
      return this.askLane(this.serving.chooseActive(), question);
    }
  }

  private async askLane(choice: Choice, question: Question): Promise<Answered> {
    if (choice.client.answersPending >= PENDING_MAX) throw new ModelUnavailable('too many requests are waiting');
    return choice.client.inTurn(() => this.answerNow(choice, question));
  }

  private async answerNow(choice: Choice, question: Question): Promise<Answered> {
    if (this.isStopped) throw new ModelUnavailable('the gateway is being stopped');
    const startedAt = this.now();
    const generated = await this.generate(choice, question).catch(async (error: Error) => {
      // What the client got wrong says nothing about the revision.
      if (error instanceof GenerateRejected) throw rejection(error, question);
      if (!this.isStopped)
        await this.record(choice, question, { status: 502, startedAt, empty: true, moderated: false });
      throw new ModelUnavailable(error.message);
    });
    if (generated.promptTokens > question.contextTokens) {
      throw new ContextLengthExceeded(generated.promptTokens, question.contextTokens);
    }
    const verdict = choice.rules.ofOutput(generated.text);
    const moderated = verdict.action === 'block';
    // Who asks for a single token cannot expect a word.
    const empty = generated.finishReason === 'stop' && generated.text.trim() === '';
    await this.record(choice, question, { status: 200, startedAt, empty, moderated });
    return { answer: this.answerOf(generated, verdict), choice, verdict };
  }

  private generate({ client, ...choice }: Choice, question: Question): Promise<Generated> {
    const { messages, temperature, seed, contextTokens } = question;
    const maxTokens = Math.min(question.maxTokens ?? ANSWER_TOKENS, contextTokens);
    return this.serving.holding({ client, ...choice }, (adapter) =>
      client.generate({ adapter, messages, maxTokens, temperature, seed, contextTokens }),
    );
  }

  private answerOf(generated: Generated, verdict: Verdict): ChatAnswer {
    const { text, finishReason, promptTokens, completionTokens } = generated;
    const model = this.serving.subject;
    if (verdict.action === 'block') {
      return { model, text: verdict.message, finishReason: 'content_filter', promptTokens, completionTokens };
    }
    return { model, text, finishReason, promptTokens, completionTokens };
  }

  private record(
    { lane, revision }: Choice,
    question: Question,
    outcome: { status: number; startedAt: number; empty: boolean; moderated: boolean },
  ): Promise<void> {
    const { status, startedAt, empty, moderated } = outcome;
    return this.requestLog.record({
      subject: this.serving.subject,
      runId: revision?.runId ?? null,
      lane,
      status,
      latencyMs: Math.round(this.now() - startedAt),
      empty,
      moderated,
      probe: question.isProbe,
    });
  }
}

function rejection(error: GenerateRejected, { contextTokens }: Question): Error {
  return error.promptTokens === null
    ? new InvalidChatRequest(error.message, 'messages')
    : new ContextLengthExceeded(error.promptTokens, contextTokens);
}
