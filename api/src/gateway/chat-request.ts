import { z } from 'zod';
import { InvalidChatRequest } from './openai-error.js';

// A lone half of a surrogate pair has no UTF-8: tokenizers stumble over it, and the revision would get the blame.
const text = z.string().refine((one) => !/\p{Surrogate}/u.test(one), 'half a character (a lone surrogate)');
const textPart = z.object({ type: z.literal('text'), text });

const message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([text, z.array(textPart)]),
});

const positive = z.number().int().min(1);

// Fields that OpenAI has and the model here has no use for (penalties, metadata, …) are let through and ignored, as
// clients send them by default; those that would change the answer's shape are refused.
const schema = z.object({
  model: z.string().min(1),
  messages: z.array(message).min(1).max(256),
  max_tokens: positive.nullish(),
  max_completion_tokens: positive.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  seed: z.number().int().min(0).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  user: z.string().max(256).nullish(),
  n: z.literal(1, { error: 'only one choice per request is served' }).nullish(),
  tools: z.array(z.unknown()).max(0, { error: 'tools are not supported' }).nullish(),
});

/** One message, in the two fields that the worker reads. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A chat request, parsed at the door. */
export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  maxTokens: number | null;
  temperature: number;
  seed: number | null;
  isStream: boolean;
  withUsage: boolean;
  user?: string;
}

/** Parses the body of `POST /v1/chat/completions`, or says in OpenAI's words which field is wrong. */
export function parseChatRequest(body: unknown): ChatRequest {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const param = issue?.path.join('.') || null;
    throw new InvalidChatRequest(param ? `${param}: ${issue?.message}` : 'The body must be a JSON object.', param);
  }
  const request = parsed.data;
  return {
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({
      role: role === 'developer' ? 'system' : role,
      content: typeof content === 'string' ? content : content.map((part) => part.text).join(''),
    })),
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    temperature: request.temperature ?? 0,
    seed: request.seed ?? null,
    isStream: request.stream ?? false,
    withUsage: request.stream_options?.include_usage ?? false,
    user: request.user ?? undefined,
  };
}

/** The last thing the user said, which is what moderation looks at; empty when the user said nothing. */
export function lastUserText(messages: readonly ChatMessage[]): string {
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}
