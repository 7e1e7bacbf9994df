import { Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { AccountMenu } from '../features/account/account-menu';
import { ConnectDialog } from '../features/account/connect-dialog';
import { ConnectionNotice } from '../features/chain/connection-notice';
import { LocalChainBar } from '../features/chain/local-chain-bar';
import { useRuntimeConfig } from '../lib/runtime-config';
import { Dialog } from '../ui/dialog';
import { Seal } from '../ui/seal';
import { ConnectRequestContext } from '../wallet/connect-request';
import { Navigation } from './navigation';
import { ThemeSwitch } from './theme-switch';

function Brand() {
  return (
    <Link to="/" className="flex items-center gap-2.5 font-display text-xl font-semibold tracking-tight">
      <Seal digest="0x0403c080" size={30} />
      Mandate
    </Link>
  );
}

/** What surrounds every page: the rooms on the left, the account on top, and the local chain's clock below. */
export function Shell() {
  const { isLocalChain } = useRuntimeConfig();
  const [isConnecting, setConnecting] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);

  return (
    <ConnectRequestContext value={() => setConnecting(true)}>
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-3">
        Skip to the content
      </a>
      <div className="grid min-h-dvh lg:grid-cols-[14rem_minmax(0,1fr)]">
        <aside
          aria-label="Rooms"
          className="sticky top-0 hidden h-dvh grid-rows-[auto_1fr_auto] gap-7 overflow-y-auto border-r border-line bg-surface px-3 py-5 lg:grid"
        >
          <div className="px-3">
            <Brand />
          </div>
          <Navigation />
          <ThemeSwitch />
        </aside>
        <div className="flex min-h-dvh min-w-0 flex-col">
          <header className="sticky top-0 z-20 flex min-h-14 items-center justify-between gap-3 border-b border-line bg-surface px-4 sm:px-8 lg:border-0 lg:bg-paper/90 lg:backdrop-blur">
            <div className="flex items-center gap-2 lg:hidden">
              <button
                type="button"
                className="-ml-2 grid size-10 place-items-center rounded-md text-xl hover:bg-sunken"
                aria-label="Menu"
                onClick={() => setMenuOpen(true)}
              >
                ≡
              </button>
              <Brand />
            </div>
            <div className="ml-auto">
              <AccountMenu />
            </div>
          </header>
          <main id="content" className="flex-1">
            <ConnectionNotice />
            <Outlet />
          </main>
          {isLocalChain && <LocalChainBar />}
        </div>
      </div>
      <Dialog title="Mandate" isOpen={isMenuOpen} onOpenChange={setMenuOpen}>
        <Navigation onNavigate={() => setMenuOpen(false)} />
        <div className="mt-4 border-t border-line pt-3">
          <ThemeSwitch />
        </div>
      </Dialog>
      <ConnectDialog isOpen={isConnecting} onOpenChange={setConnecting} />
    </ConnectRequestContext>
  );
}
