// npm run verify-deployment -- [--rpc URL] [--deployment FILE]: reads a live deployment and names all that is not as it should
// be: leftover roles, wrong owners, a delay of zero, a wrong token, other code. One line each; exit 1 if there is any.
import { parseArgs } from 'node:util';
import { checkDeployment } from './lib/deployment/check.mjs';
import { openDeployment } from './lib/deployment/open.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const options = {
  rpc: { type: 'string', default: `http://127.0.0.1:${process.env.CHAIN_PORT || 8545}` },
  deployment: { type: 'string' },
};

function readArguments() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Error(`${error.message.split('. ')[0]}: known are --rpc URL and --deployment FILE.`);
  }
}

endWithSentence(async () => {
  const { rpc, deployment: file } = readArguments();
  const live = await openDeployment(rpc, file);
  const findings = await checkDeployment(live).finally(() => live.provider.destroy());
  for (const finding of findings) console.log(finding);
  if (findings.length > 0) process.exitCode = 1;
  else {
    const { file: from, chainId, blockNumber } = live;
    console.log(
      `${from} on chain ${chainId}, block ${blockNumber}: code, links, owners, roles and delays are as deployed.`,
    );
  }
});
