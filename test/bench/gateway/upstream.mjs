// Speaks the protocol of `mandate_worker serve` and answers at once with the same short sentence: what is measured in
// front of it is the gateway alone. The last line of its output says its port.
import { createServer } from 'node:http';

const answers = {
  '/healthz': { ok: true },
  '/generate': { text: 'A short answer.', finish_reason: 'stop', prompt_tokens: 6, completion_tokens: 4 },
};

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const body = JSON.stringify(answers[request.url] ?? { adapters: [] });
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ ready: true, port: server.address().port })));
process.stdin.resume().on('end', () => process.exit(0));
