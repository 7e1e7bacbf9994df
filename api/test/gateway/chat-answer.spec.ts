import { describe, expect, it } from '@jest/globals';
import { type ChatAnswer, completionOf, eventsOf } from '../../src/gateway/chat-answer.js';

const answer: ChatAnswer = {
  model: 'assistant',
  text: 'Sure.  To bake\na cake. ',
  finishReason: 'stop',
  promptTokens: 7,
  completionTokens: 5,
};

function chunksOf(withUsage: boolean) {
  const events = [...eventsOf(answer, withUsage)];
  expect(events.pop()).toBe('data: [DONE]\n\n');
  return events.map((event) => JSON.parse(event.replace(/^data: /, '')));
}

describe('a chat answer', () => {
  it('is one completion with its usage', () => {
    expect(completionOf(answer)).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      model: 'assistant',
      choices: [{ index: 0, message: { role: 'assistant', content: answer.text }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
    });
  });

  it('is the same text in chunks', () => {
    const chunks = chunksOf(false);

    expect(chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join('')).toBe(answer.text);
    expect(chunks.at(-1).choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    expect(chunks.length).toBeGreaterThan(4);
  });

  it('sends the usage at the end when the client asked for it', () => {
    const last = chunksOf(true).at(-1);

    expect(last).toMatchObject({ choices: [], usage: { total_tokens: 12 } });
  });
});
