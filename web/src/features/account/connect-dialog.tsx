import { useState } from 'react';
import { type Connector, useConnect, useConnectors } from 'wagmi';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { AddressText } from '../../ui/hex';
import { describeTransactionError } from '../../wallet/contract-error';
import { devAccountChoice, devAccountsConnectorId } from '../../wallet/dev-accounts-connector';

interface ConnectDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Every wallet that announces itself, and on a local chain its development accounts. */
export function ConnectDialog({ isOpen, onOpenChange }: ConnectDialogProps) {
  const connectors = useConnectors();
  const { mutateAsync: connect } = useConnect();
  const [problem, setProblem] = useState<string | null>(null);
  const wallets = connectors.filter((connector) => connector.id !== devAccountsConnectorId);
  const development = connectors.find((connector) => connector.id === devAccountsConnectorId);

  async function choose(connector: Connector) {
    setProblem(null);
    try {
      await connect({ connector });
      onOpenChange(false);
    } catch (error) {
      setProblem(describeTransactionError(error));
    }
  }

  return (
    <Dialog
      title="Connect a wallet"
      description="To vote, stake and propose. Reading needs none."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <div className="grid gap-2">
        {wallets.map((connector) => (
          <Button key={connector.uid} className="justify-start" onClick={() => choose(connector)}>
            {connector.icon && <img src={connector.icon} alt="" className="size-5" />}
            {connector.name}
          </Button>
        ))}
        {wallets.length === 0 && !development && (
          <p className="text-sm text-ink-soft">No wallet announced itself. Install an EIP-6963 wallet and reload.</p>
        )}
      </div>
      {problem && (
        <p role="alert" className="mt-3 text-sm text-miss">
          {problem}
        </p>
      )}
      {development && <DevelopmentAccounts onChoose={() => choose(development)} />}
    </Dialog>
  );
}

function DevelopmentAccounts({ onChoose }: { onChoose: () => void }) {
  const { devAccounts, chainName } = useRuntimeConfig();
  return (
    <div className="mt-5 border-t border-line pt-4">
      <h3 className="text-base">Development accounts</h3>
      <p className="mb-3 text-xs text-ink-faint">{chainName} holds their keys. They exist on this local chain only.</p>
      <ul className="grid gap-1.5">
        {devAccounts.map((account) => (
          <li key={account.address}>
            <Button
              className="w-full justify-start text-left font-normal"
              onClick={() => {
                devAccountChoice.write(account.address);
                onChoose();
              }}
            >
              <AddressText address={account.address} />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
