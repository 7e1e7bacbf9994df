// The two doors of a running Mandate, as any client uses them: GraphQL and the OpenAI-compatible gateway.

/** Asks GraphQL; errors of the answer are thrown. */
export async function askGraphql(graphqlUrl, query, variables = {}) {
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors?.length) throw new Error(`GraphQL: ${errors.map((error) => error.message).join('; ')}`);
  return data;
}

/**
 * Asks the model a question through the gateway.
 * @returns {Promise<{ status: number, text: string, finishReason: string | undefined, headers: Record<string, string> }>}
 */
export async function askModel(gatewayUrl, question, session = 'demo') {
  const response = await fetch(`${gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-session-id': session },
    body: JSON.stringify({
      model: 'assistant',
      messages: [{ role: 'user', content: question }],
      temperature: 0,
    }),
  });
  const body = await response.json();
  const mandate = [...response.headers].filter(([name]) => name.startsWith('x-mandate-'));
  return {
    status: response.status,
    text: body.choices?.[0]?.message?.content ?? body.error?.message ?? '',
    finishReason: body.choices?.[0]?.finish_reason,
    headers: Object.fromEntries(mandate),
  };
}

/** The base models, datasets and evaluation suites that a proposal can name. */
export async function catalogueOf(gatewayUrl) {
  return (await fetch(`${gatewayUrl}/v1/mandate/catalogue`)).json();
}

/** What the gateway serves at this moment. */
export async function servingOf(gatewayUrl) {
  return (await fetch(`${gatewayUrl}/v1/mandate/serving`)).json();
}
