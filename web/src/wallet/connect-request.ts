import { createContext, useContext } from 'react';

/** Opens the dialog in which a person chooses a wallet. Given once, where the application is composed. */
export const ConnectRequestContext = createContext<() => void>(() => undefined);

export function useConnectRequest(): () => void {
  return useContext(ConnectRequestContext);
}
