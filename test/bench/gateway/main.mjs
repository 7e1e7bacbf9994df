// Measures what the gateway adds to its upstream: `npm run bench:gateway -- --help` says how.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startBenchDatabase } from '../indexer/bench-database.mjs';
import { environmentOf, startProcess } from '../indexer/bench-processes.mjs';
import { silentContracts } from '../indexer/dao.mjs';
import { measureLoad, requestOf } from '../load.mjs';
import { standIn, startServe, worker } from './serve.mjs';

const help = `npm run bench:gateway -- [--connections 16] [--seconds 8] [--no-worker]
  --connections   that ask at the same time, beside one alone
  --seconds       for each measurement
  --no-worker     the stand-in alone, without the worker's model
The upstream answers one question at a time, so it is measured by one connection. The last line is JSON.`;

const { values: options } = parseArgs({
  options: {
    connections: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '8' },
    'no-worker': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);
const messages = [{ role: 'user', content: 'How do I bake a cake?' }];
const MOST_TOKENS = 16;

const chat = requestOf(
  '/v1/chat/completions',
  JSON.stringify({ model: 'assistant', messages, max_tokens: MOST_TOKENS, temperature: 0 }),
);
const generate = requestOf(
  '/generate',
  JSON.stringify({ adapter: null, messages, max_tokens: MOST_TOKENS, temperature: 0, context_tokens: 256 }),
);

/** A figure counts only when something was said. */
const said = (textOf) => (body) => {
  if (!textOf(JSON.parse(body.toString()))) throw new Error(`no answer: ${body}`);
};
const byGateway = said((answer) => answer.choices[0].message.content);
const byUpstream = said((answer) => answer.text);

/** What the indexer would have written of an AI DAO with a safety policy without thresholds, and one tier without a limit. */
const ROWS = `
  INSERT INTO chain_cursor (chain_id, block_number, block_hash, finalized_number, head_number, head_at, updated_at)
  VALUES (31337, 1, 'bench', 1, 1, now(), now());
  INSERT INTO policy_adopted (chain_id, block_number, log_index, tx_hash, block_at, contract, kind, subject,
    subject_bytes32, version, epoch, digest, is_active, document, body)
  VALUES (31337, 1, 0, 'bench', now(), '${silentContracts.policyRegistry}', 1, 'assistant', '0x', 1, 1, '0xbench', true,
    '', '{"subject":"assistant","training":[],"canary":[]}'),
    (31337, 1, 1, 'bench', now(), '${silentContracts.policyRegistry}', 3, 'mandate', '0x', 1, 2, '0xtiers', true,
    '', '{"tiers":[{"minimumStake":"0","requestsPerMinute":1000000000,"contextTokens":256}]}');
  NOTIFY mandate_block, '{"chainId":31337,"blockNumber":1}'`;

async function measureUpstream(upstream, home) {
  const stops = [];
  try {
    const database = await startBenchDatabase();
    stops.unshift(database.stop);
    const env = {
      ...environmentOf(database.url, ['http://127.0.0.1:9']),
      WORKER_COMMAND: JSON.stringify(upstream.command),
      WORKER_INPUTS_DIR: upstream.inputs,
      ARTIFACT_DIR: path.join(home, 'artifacts'),
      GATEWAY_PROBES: 'off',
    };
    const gateway = await startProcess('gateway', env);
    stops.unshift(gateway.stop);
    await database.query(ROWS);
    await gateway.untilReady();
    const direct = await startServe(upstream, home);
    stops.unshift(direct.stop);
    const through = { port: gateway.port, request: chat, seconds, check: byGateway };
    const alone = await measureLoad({ ...through, connections: 1 });
    const bare = await measureLoad({
      port: direct.port,
      request: generate,
      connections: 1,
      seconds,
      check: byUpstream,
    });
    const together = await measureLoad({ ...through, connections: Number(options.connections) });
    return summaryOf(upstream.name, bare, alone, together);
  } finally {
    for (const stop of stops) await stop();
  }
}

function summaryOf(name, bare, alone, together) {
  const round = (value) => Math.round(value * 1000) / 1000;
  return {
    upstream: name,
    upstreamRequestsPerSecond: bare.requestsPerSecond,
    upstreamP50: bare.p50,
    gatewayRequestsPerSecond: alone.requestsPerSecond,
    gatewayP50: alone.p50,
    gatewayP99: alone.p99,
    addedMilliseconds: round(alone.p50 - bare.p50),
    ofUpstream: round(alone.requestsPerSecond / bare.requestsPerSecond),
    togetherRequestsPerSecond: together.requestsPerSecond,
    togetherP50: together.p50,
    togetherP99: together.p99,
  };
}

if (options.help) {
  console.log(help);
} else {
  const home = mkdtempSync(path.join(os.tmpdir(), 'mandate-bench-gateway-'));
  try {
    const measured = [await measureUpstream(await standIn(home), home)];
    if (!options['no-worker']) measured.push(await measureUpstream(await worker(), home));
    console.table(measured);
    console.log(JSON.stringify({ connections: Number(options.connections), upstreams: measured }));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
