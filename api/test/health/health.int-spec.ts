import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Health } from '../../src/health/health.js';
import { HealthModule } from '../../src/health/health.module.js';

let app: NestFastifyApplication;

beforeEach(async () => {
  app = await NestFactory.create<NestFastifyApplication>(HealthModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
});

afterEach(() => app?.close());

async function get(path: string) {
  const response = await fetch(`${await app.getUrl()}${path}`);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

describe('the health of a process', () => {
  it('lives even while it is not ready, and says what is not', async () => {
    app.get(Health).addCheck('chain 1', () => 'has not reached the head yet');
    app.get(Health).addCheck('database', () => Promise.reject(new Error('gone')));
    app.get(Health).addCheck('artifacts', () => null);

    const ready = await get('/readyz');

    const living = await get('/healthz');
    expect(living.status).toBe(200);
    expect(JSON.parse(living.body)).toEqual({
      status: 'ok',
      lacking: { 'chain 1': 'has not reached the head yet', database: 'gone' },
    });
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.body)).toEqual({
      status: 'not ready',
      'chain 1': 'has not reached the head yet',
      database: 'gone',
    });
  });

  it('is ready when every part is', async () => {
    app.get(Health).addCheck('chain 1', () => null);

    expect((await get('/readyz')).status).toBe(200);
    expect(JSON.parse((await get('/healthz')).body)).toEqual({ status: 'ok' });
  });

  it('answers though a part hangs, and says which', async () => {
    app.get(Health).addCheck('database', () => new Promise(() => undefined));
    app.get(Health).onScrape(() => new Promise(() => undefined));

    const [ready, metrics] = await Promise.all([get('/readyz'), get('/metrics')]);

    expect(JSON.parse(ready.body)).toEqual({ status: 'not ready', database: 'no answer within 2 s' });
    expect(metrics.status).toBe(200);
  });

  it('brings its numbers up to date when they are asked for, and shows old ones when that fails', async () => {
    let blocks = 0;
    app.get(Health).onScrape(async () => {
      blocks += 5;
      app.get(Health).total('mandate_blocks_total', 'Blocks read.', blocks);
      if (blocks > 5) throw new Error('the database is gone');
    });

    expect((await get('/metrics')).body).toContain('# TYPE mandate_blocks_total counter\nmandate_blocks_total 5\n');
    expect((await get('/metrics')).body).toContain('mandate_blocks_total 10\n');
  });

  it("shows its numbers in Prometheus' format", async () => {
    app.get(Health).count('mandate_answers', 'Answers given.', 2, { lane: 'canary' });
    app.get(Health).count('mandate_answers', 'Answers given.', 1, { lane: 'canary' });
    app.get(Health).gauge('mandate_block', 'The last block.', 7, { chain: 1 });

    const { type, body } = await get('/metrics');

    expect(type).toMatch(/^text\/plain/);
    expect(body).toContain('# TYPE mandate_answers counter\nmandate_answers{lane="canary"} 3\n');
    expect(body).toContain(
      '# HELP mandate_block The last block.\n# TYPE mandate_block gauge\nmandate_block{chain="1"} 7\n',
    );
    expect(body).toMatch(/mandate_process_resident_bytes \d{6,}/);
  });
});
