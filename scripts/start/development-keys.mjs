// The keys of the local chain, which everybody knows: derived from the mnemonic that development nodes share.
import { HDNodeWallet, Mnemonic } from 'ethers';

const mnemonic = Mnemonic.fromPhrase('test test test test test test test test test test test junk');
const keyAt = (index) => HDNodeWallet.fromMnemonic(mnemonic, `m/44'/60'/0'/0/${index}`).privateKey;

/** Only ever used on chain 31337. */
export const developmentKeys = {
  deployer: keyAt(0),
  worker: keyAt(8),
  observer: keyAt(9),
};
