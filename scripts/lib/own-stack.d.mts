/** The addresses of a running stack, as `npm start` writes them to `stack.json`. */
export interface OwnStack {
  webUrl: string;
  graphqlUrl: string;
  gatewayUrl: string;
  rpcUrl: string;
  deployment: Record<string, string>;
  /** Ends everything, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts everything as a newcomer does, on free ports; its data goes to `.data/<name>`, which is emptied first. */
export function startOwnStack(options: {
  name: string;
  seed: 'story' | 'stakes' | 'none';
  onLine?: (line: string) => void;
}): Promise<OwnStack>;
