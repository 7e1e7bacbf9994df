import type { TransactionState } from '../lib/transaction-state';
import { TxLink } from './hex';
import { Notice } from './notice';

const words = {
  checking: 'Checking with the contract…',
  signing: 'Waiting for your signature…',
  confirming: 'Sent. Waiting for a block…',
  indexing: 'Confirmed. Waiting for the indexer…',
};

interface TransactionStatusProps {
  state: TransactionState;
  done: string;
}

/** How far a transaction has come; `done` is what a person reads when its effect is on the page. */
export function TransactionStatus({ state, done }: TransactionStatusProps) {
  if (state.step === 'idle') return null;
  if (state.step === 'failed') {
    return (
      <Notice tone="miss" role="alert" title="Not done">
        <p>{state.message}</p>
        {state.hash && <TxLink hash={state.hash} />}
      </Notice>
    );
  }
  if (state.step === 'done' && !state.isShown) {
    return (
      <Notice tone="canary" role="status" title="It is on chain.">
        The API has not shown it yet: do not send it again. <TxLink hash={state.hash} label="Transaction" />
      </Notice>
    );
  }
  if (state.step === 'done') {
    return (
      <Notice tone="pass" role="status">
        {done} <TxLink hash={state.hash} label="Transaction" />
      </Notice>
    );
  }
  return (
    <Notice role="status">
      <span className="pulse-soft mr-2 inline-block size-2 rounded-full bg-accent" aria-hidden="true" />
      {words[state.step]} {'hash' in state && <TxLink hash={state.hash} label="Transaction" />}
    </Notice>
  );
}
