import { DropdownMenu } from 'radix-ui';
import { type Connector, useConnection, useDisconnect } from 'wagmi';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { Button } from '../../ui/button';
import { AddressText } from '../../ui/hex';
import { useConnectRequest } from '../../wallet/connect-request';
import { devAccountChoice, devAccountsConnectorId } from '../../wallet/dev-accounts-connector';

const item =
  'flex min-h-9 cursor-pointer items-center rounded px-2.5 text-sm outline-none data-[highlighted]:bg-accent-wash data-[highlighted]:text-accent';

/** The connected account; on a local chain, a switch to another one. */
export function AccountMenu() {
  const { address, connector, isConnected } = useConnection();
  const { mutate: disconnect } = useDisconnect();
  const requestConnect = useConnectRequest();

  if (!isConnected || !address) {
    return (
      <Button look="primary" isSmall onClick={requestConnect}>
        Connect wallet
      </Button>
    );
  }

  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button isSmall>
          <span className="sr-only">Account</span>
          <AddressText address={address} />
          <span aria-hidden="true">▾</span>
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 max-h-[70vh] w-72 overflow-y-auto rounded-lg border border-line bg-surface p-1.5 shadow-xl"
        >
          {connector?.id === devAccountsConnectorId && <DevelopmentChoices connector={connector} />}
          <DropdownMenu.Item className={item} onSelect={() => disconnect({ connector })}>
            Disconnect
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function DevelopmentChoices({ connector }: { connector: Connector }) {
  const { devAccounts } = useRuntimeConfig();
  return (
    <>
      <DropdownMenu.Label className="label-caps px-2.5 py-1.5">Act as</DropdownMenu.Label>
      {devAccounts.map((account) => (
        <DropdownMenu.Item
          key={account.address}
          className={item}
          onSelect={() => {
            devAccountChoice.write(account.address);
            connector.onAccountsChanged([account.address]);
          }}
        >
          <AddressText address={account.address} />
        </DropdownMenu.Item>
      ))}
      <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
    </>
  );
}
