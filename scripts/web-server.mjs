// Serves the built page, and tells it at /config.json where its chain, GraphQL and gateway are.
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';

const root = path.resolve(import.meta.dirname, '../web/dist');

/**
 * @param {{ port: number, config: Record<string, unknown> & { graphqlUrl: string, graphqlWsUrl: string, gatewayUrl: string, rpcUrl: string } }} options
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
export async function startWebServer({ port, config }) {
  const app = Fastify();
  const policy = contentSecurityPolicy(config);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', policy);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  app.get('/config.json', (_request, reply) => reply.header('cache-control', 'no-store').send(config));
  app.get('/healthz', () => ({ status: 'ok' }));
  await app.register(fastifyStatic, { root, wildcard: true });
  // Every other address is a page of the application, which finds its own way.
  app.setNotFoundHandler((request, reply) =>
    request.method === 'GET' && !path.extname(request.url.split('?')[0])
      ? reply.header('cache-control', 'no-cache').sendFile('index.html')
      : reply.code(404).send({ error: 'There is nothing at this address.' }),
  );
  await app.listen({ host: '127.0.0.1', port });
  return { stop: () => app.close() };
}

/** Scripts only from here; connections only to the services that this page was made for. */
function contentSecurityPolicy({ graphqlUrl, graphqlWsUrl, gatewayUrl, rpcUrl }) {
  const services = [graphqlUrl, graphqlWsUrl, gatewayUrl, rpcUrl].map((url) => new URL(url).origin);
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `connect-src 'self' ${services.join(' ')}`,
  ].join('; ');
}
