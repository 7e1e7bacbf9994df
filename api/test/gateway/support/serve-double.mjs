// Speaks the protocol of `mandate_worker serve` without a model, for tests of what surrounds it.
// Prompts steer it: "crash" ends the process, "fail" answers 500, "large" 413, "empty" answers nothing, "environment" names its
// variables. An adapter whose weights begin with "broken" loads, and fails at every answer.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const loaded = new Set();
const broken = new Set();
const json = (response, status, body) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

function weightsOf(directory) {
  return readFileSync(path.join(directory, 'adapter_model.safetensors'), 'utf8');
}

function generate(response, { adapter, messages, max_tokens: maxTokens }) {
  const prompt = messages.at(-1).content;
  if (prompt === 'crash') process.exit(3);
  if (prompt === 'fail' || broken.has(adapter)) return json(response, 500, { error: 'out of memory' });
  if (prompt === 'large') return json(response, 413, { error: 'the body is too long' });
  if (adapter && !loaded.has(adapter)) return json(response, 404, { error: `no adapter ${adapter}` });
  if (prompt.length > 2_000) return json(response, 400, { error: 'the prompt is too long', prompt_tokens: 900 });
  const said = { empty: '', environment: Object.keys(process.env).join() };
  const text = said[prompt] ?? `${adapter ?? 'base'} says: ${prompt}`;
  return json(response, 200, {
    text,
    finish_reason: maxTokens < 2 ? 'length' : 'stop',
    prompt_tokens: prompt.split(/\s+/).length,
    completion_tokens: 4,
  });
}

const server = createServer(async (request, response) => {
  let text = '';
  for await (const piece of request) text += piece;
  const body = text ? JSON.parse(text) : {};
  if (request.url === '/healthz') return json(response, 200, { ok: true });
  if (request.url === '/generate') return generate(response, body);
  if (request.method === 'POST' && request.url === '/adapters') {
    if (body.path.includes('corrupt')) return json(response, 409, { error: 'other bytes than the digest says' });
    if (weightsOf(body.path).startsWith('broken')) broken.add(body.digest);
    loaded.add(body.digest);
    return json(response, 200, {});
  }
  if (request.method === 'DELETE') loaded.delete(decodeURIComponent(request.url.slice('/adapters/'.length)));
  return json(response, 200, { adapters: [...loaded] });
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  console.log('a library that prints');
  console.log(JSON.stringify({ ready: true, port: server.address().port }));
});
