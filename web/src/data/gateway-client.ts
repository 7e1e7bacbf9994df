/** Asks the gateway; throws a sentence for people when it cannot be reached. What it answers is for the caller to read. */
export async function requestGateway(url: string, init?: RequestInit): Promise<Response> {
  return fetch(url, init).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Error('The gateway does not answer. Is it running?');
  });
}
