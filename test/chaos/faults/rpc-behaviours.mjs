/** Ways in which endpoints are known to break; each is a behaviour of `RpcProxy`. */

const statuses = [500, 502, 503, 504, 520];

/** Every answer is a server error, as of a proxy whose backend is gone. */
export function serverErrors() {
  let turn = 0;
  return ({ response }) => {
    const status = statuses[turn++ % statuses.length];
    response.writeHead(status, { 'content-type': 'text/html' }).end(`<html><h1>${status}</h1></html>`);
  };
}

/** Every answer is that there were too many requests. */
export const tooManyRequests =
  () =>
  ({ response }) => {
    const error = { code: -32_005, message: 'rate limit exceeded' };
    response
      .writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
  };

/** Takes every request and never answers; the connection stays. */
export const silence = () => () => {};

/** Begins every answer as it is, and ends in the middle: now as if that were all, now by a connection that breaks. */
export function truncatedAnswers() {
  let turn = 0;
  return async ({ response, answer }) => {
    const { text } = await answer();
    const half = text.slice(0, Math.max(1, Math.floor(text.length / 2)));
    const breaks = turn++ % 2 === 1;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': breaks ? text.length : half.length,
    });
    if (!breaks) return response.end(half);
    response.write(half, () => response.socket?.destroy());
  };
}
