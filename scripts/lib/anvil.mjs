import fs from 'node:fs';
import path from 'node:path';
import { startBlockClock } from './block-clock.mjs';
import { keepState, mendState } from './chain-state.mjs';
import { foundryBinary } from './foundry.mjs';
import { eachLine, supervise } from './supervise.mjs';

/** The states of this many last blocks can be asked for; each is a copy of all accounts, in the file as well. */
const keptStates = 32;
const keepSeconds = 30;

function argumentsFor({ chainId, port, stateFile, genesisTimestamp }) {
  // An epoch of one slot: `finalized` is two blocks behind the head, not sixty-four.
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--chain-id',
    String(chainId),
    '--slots-in-an-epoch',
    '1',
  ];
  // A new chain may begin in the past, so that its first story ends today; a resumed one goes on where it was.
  if (genesisTimestamp && !(stateFile && fs.existsSync(stateFile))) args.push('--timestamp', String(genesisTimestamp));
  // Historical states: whoever reads a little below the head does so after a restart too.
  const history = ['--preserve-historical-states', '--prune-history', String(keptStates)];
  if (stateFile) args.push('--state', stateFile, '--state-interval', '5', ...history);
  return args;
}

async function call(url, method, ...params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { result, error } = await response.json();
  if (error) throw new Error(`The local chain refused ${method}: ${error.message}`);
  return result;
}

/** A resumed chain forgets that its time was advanced: put its clock back to where its last block left it. */
async function resumeClock(url) {
  const { timestamp } = await call(url, 'eth_getBlockByNumber', 'latest', false);
  const secondsAhead = Number(timestamp) - Math.floor(Date.now() / 1000);
  if (secondsAhead > 0) await call(url, 'evm_increaseTime', secondsAhead);
}

/**
 * Starts a local chain on the loopback interface. It ends with this process, whatever ends it.
 * @param {{chainId?: number, port?: number, stateFile?: string, blockTime?: number, genesisTimestamp?: number, log?: (line: string) => void}} [options]
 *   with `stateFile` the chain resumes where it stopped; `port` 0 means a free one
 * @returns {Promise<{url: string, port: number, exited: Promise<number>, stop: () => Promise<void>}>}
 */
export async function startAnvil({
  chainId = 31337,
  port = 0,
  stateFile,
  blockTime,
  genesisTimestamp,
  log = () => {},
} = {}) {
  if (stateFile) {
    fs.mkdirSync(path.dirname(stateFile), { recursive: true });
    mendState(stateFile, log);
  }
  // SIGINT, not SIGTERM: only the first makes anvil write its state.
  const args = argumentsFor({
    chainId,
    port,
    stateFile,
    genesisTimestamp,
  });
  const chain = supervise(foundryBinary('anvil'), args, { stopSignal: 'INT' });
  const listenPort = await new Promise((resolve, reject) => {
    let complaint = 'it ended without a word';
    eachLine(chain.child.stdout, (line) => {
      log(line);
      const address = /^Listening on .*:(\d+)$/.exec(line);
      if (address) resolve(Number(address[1]));
    });
    eachLine(chain.child.stderr, (line) => {
      log(line);
      if (line.trim()) complaint = line.trim();
    });
    chain.exited.then(() => reject(new Error(`The local chain did not start: ${complaint}`)));
  });
  const url = `http://127.0.0.1:${listenPort}`;
  if (stateFile) await resumeClock(url);
  const clock = blockTime && startBlockClock((...request) => call(url, ...request), blockTime);
  const keeper = stateFile && setInterval(() => keepState(stateFile), keepSeconds * 1000).unref();
  const stop = async () => {
    clock?.stop();
    clearInterval(keeper);
    await chain.stop();
  };
  return { url, port: listenPort, exited: chain.exited, stop };
}
