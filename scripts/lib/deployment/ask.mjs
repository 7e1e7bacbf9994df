/**
 * Calls a view at the block that is looked at; null when the contract has no answer that can be read.
 * @param {import('./open.mjs').LiveDeployment} live
 * @param {string} name the contract's, in the deployment file
 */
export async function ask({ contracts, blockNumber }, name, view, ...args) {
  try {
    return await contracts[name].getFunction(view)(...args, { blockTag: blockNumber });
  } catch (error) {
    if (error.code === 'CALL_EXCEPTION' || error.code === 'BAD_DATA') return null;
    throw new Error(`The chain stopped answering while ${name}.${view} was read: try again.`, { cause: error });
  }
}
