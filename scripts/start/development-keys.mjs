// The keys of the local chain, which everybody knows: derived from the mnemonic that development nodes share.
import { HDNodeWallet, Mnemonic } from 'ethers';

const mnemonic = Mnemonic.fromPhrase('test test test test test test test test test test test junk');
const walletAt = (index) => HDNodeWallet.fromMnemonic(mnemonic, `m/44'/60'/0'/0/${index}`);

/** Only ever used on chain 31337. */
export const developmentKeys = {
  deployer: walletAt(0).privateKey,
  worker: walletAt(8).privateKey,
  observer: walletAt(9).privateKey,
};

/** The accounts that a person can act as on the local page; the node holds their keys. */
export const developmentAccounts = () =>
  Array.from({ length: 10 }, (_, index) => ({ address: walletAt(index).address, name: accountName(index) }));

const accountName = (index) => ({ 7: 'Guardian', 8: 'Worker', 9: 'Observer' })[index] ?? `Member ${index + 1}`;
