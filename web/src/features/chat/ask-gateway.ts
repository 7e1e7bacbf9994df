import { z } from 'zod';
import { requestGateway } from '../../data/gateway-client';

/** What the gateway says of an answer in its headers; null where it says none. */
export interface AnswerGrounds {
  lane: string | null;
  run: string | null;
  proposal: string | null;
  revision: string | null;
  policies: { name: string; digest: string }[];
  moderation: string | null;
}

export interface Answer {
  text: string;
  isBlocked: boolean;
  grounds: AnswerGrounds;
}

export interface Message {
  role: 'user' | 'assistant';
  content: string;
}

const completion = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string().nullable() }), finish_reason: z.string().nullable() }))
    .min(1),
});
const failure = z.object({ error: z.object({ message: z.string() }) });

function header(headers: Headers, name: string): string | null {
  const value = headers.get(`x-mandate-${name}`);
  return value === null || value === 'none' || value === 'base' ? null : value;
}

function groundsOf(headers: Headers): AnswerGrounds {
  const policies = ['model', 'safety', 'moderation', 'access'].flatMap((name) => {
    const digest = header(headers, `policy-${name}`);
    return digest ? [{ name, digest }] : [];
  });
  return {
    lane: headers.get('x-mandate-lane'),
    run: header(headers, 'run'),
    proposal: header(headers, 'proposal'),
    revision: header(headers, 'revision'),
    policies,
    moderation: headers.get('x-mandate-moderation'),
  };
}

/** Asks the gateway as any OpenAI client would. `session` keeps a person on one side of a canary. */
export async function askGateway(gatewayUrl: string, messages: readonly Message[], session: string): Promise<Answer> {
  const response = await requestGateway(`${gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'assistant', messages, user: session }),
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const told = failure.safeParse(body);
    throw new Error(told.success ? told.data.error.message : `The gateway answered HTTP ${response.status}.`);
  }
  const [choice] = completion.parse(body).choices;
  return {
    text: choice?.message.content ?? '',
    isBlocked: choice?.finish_reason === 'content_filter',
    grounds: groundsOf(response.headers),
  };
}
