import type { TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql/language/printer';

/** The server refused or failed a query; `code` is its `extensions.code`. */
export class GraphqlError extends Error {
  override readonly name = 'GraphqlError';

  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/** A server that takes a question and never answers is as good as none. */
const answerWithinMs = 15_000;

interface Answer<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Sends one query and gives back its data; throws a sentence for people otherwise. */
export async function requestGraphql<Result, Variables>(
  url: string,
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
    signal: AbortSignal.any([AbortSignal.timeout(answerWithinMs), ...(signal ? [signal] : [])]),
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new GraphqlError('The API does not answer. Is it running?', 'UNREACHABLE');
  });

  const answer = (await response.json().catch(() => ({}))) as Answer<Result>;
  const error = answer.errors?.[0];
  if (error) throw new GraphqlError(error.message, error.extensions?.code ?? 'UNKNOWN');
  if (!answer.data) throw new GraphqlError(`The API answered HTTP ${response.status} without data.`, 'NO_DATA');
  return answer.data;
}
