import { randomUUID } from 'node:crypto';

/** Why the model stopped, in OpenAI's words. */
export type FinishReason = 'stop' | 'length' | 'content_filter';

/** An answer, before it takes one of the two shapes of the OpenAI API. */
export interface ChatAnswer {
  model: string;
  text: string;
  finishReason: FinishReason;
  promptTokens: number;
  completionTokens: number;
}

function envelope(model: string, object: string) {
  return { id: `chatcmpl-${randomUUID()}`, object, created: Math.floor(Date.now() / 1_000), model };
}

function usageOf(answer: ChatAnswer) {
  return {
    prompt_tokens: answer.promptTokens,
    completion_tokens: answer.completionTokens,
    total_tokens: answer.promptTokens + answer.completionTokens,
  };
}

/** The answer as one `chat.completion` object. */
export function completionOf(answer: ChatAnswer) {
  return {
    ...envelope(answer.model, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.text, refusal: null },
        logprobs: null,
        finish_reason: answer.finishReason,
      },
    ],
    usage: usageOf(answer),
  };
}

/**
 * The answer as server-sent events of `chat.completion.chunk` objects, word by word, closed by `[DONE]`. Output rules
 * look at the whole answer, so nothing is sent before it is complete.
 */
export function* eventsOf(answer: ChatAnswer, withUsage: boolean): Generator<string> {
  const head = envelope(answer.model, 'chat.completion.chunk');
  const chunk = (delta: object, finishReason: FinishReason | null) =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] })}\n\n`;

  yield chunk({ role: 'assistant', content: '' }, null);
  for (const content of answer.text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) yield chunk({ content }, null);
  yield chunk({}, answer.finishReason);
  if (withUsage) yield `data: ${JSON.stringify({ ...head, choices: [], usage: usageOf(answer) })}\n\n`;
  yield 'data: [DONE]\n\n';
}
