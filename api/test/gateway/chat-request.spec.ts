import { describe, expect, it } from '@jest/globals';
import { lastUserText, parseChatRequest } from '../../src/gateway/chat-request.js';
import { OpenAiError } from '../../src/gateway/openai-error.js';

const minimal = { model: 'assistant', messages: [{ role: 'user', content: 'hello' }] };

function errorOf(body: unknown): OpenAiError {
  try {
    parseChatRequest(body);
  } catch (error) {
    if (error instanceof OpenAiError) return error;
    throw error;
  }
  throw new Error('the request was accepted');
}

describe('a chat request', () => {
  it('needs no more than a model and a message', () => {
    expect(parseChatRequest(minimal)).toEqual({
      model: 'assistant',
      messages: [{ role: 'user', content: 'hello' }],
      maxTokens: null,
      temperature: 0,
      seed: null,
      isStream: false,
      withUsage: false,
      user: undefined,
    });
  });

  it('joins text parts and reads a developer as the system', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];

    expect(parseChatRequest({ ...minimal, messages: [{ role: 'developer', content }] }).messages).toEqual([
      { role: 'system', content: 'ab' },
    ]);
  });

  it('ignores what clients send by default and the model has no use for', () => {
    expect(() => parseChatRequest({ ...minimal, top_p: 1, presence_penalty: 0, n: 1, tools: [] })).not.toThrow();
  });

  it('prefers the newer of the two names of the answer limit', () => {
    expect(parseChatRequest({ ...minimal, max_tokens: 5, max_completion_tokens: 7 }).maxTokens).toBe(7);
  });

  it.each([
    [{ messages: minimal.messages }, 'model'],
    [{ model: 'assistant' }, 'messages'],
    [{ ...minimal, messages: [] }, 'messages'],
    [{ ...minimal, messages: [{ role: 'tool', content: 'x' }] }, 'messages.0.role'],
    [{ ...minimal, messages: [{ role: 'user', content: 7 }] }, 'messages.0.content'],
    [{ ...minimal, messages: [{ role: 'user', content: 'half \ud83d of it' }] }, 'messages.0.content'],
    [
      { ...minimal, messages: [{ role: 'user', content: [{ type: 'text', text: '\ude00' }] }] },
      'messages.0.content.0.text',
    ],
    [{ ...minimal, max_tokens: 0 }, 'max_tokens'],
    [{ ...minimal, temperature: 3 }, 'temperature'],
    [{ ...minimal, n: 2 }, 'n'],
    [{ ...minimal, tools: [{}] }, 'tools'],
    ['no object', null],
    [null, null],
  ])('names the field that is wrong in %j', (body, param) => {
    const error = errorOf(body);

    expect(error.status).toBe(400);
    expect(error.body().error).toMatchObject({ type: 'invalid_request_error', param });
  });

  it('shows moderation the last thing that the user said', () => {
    const { messages } = parseChatRequest({
      ...minimal,
      messages: [
        { role: 'user', content: 'first' },
        { role: 'user', content: 'second' },
        { role: 'assistant', content: 'answer' },
      ],
    });

    expect(lastUserText(messages)).toBe('second');
    expect(lastUserText([{ role: 'system', content: 'x' }])).toBe('');
  });
});
