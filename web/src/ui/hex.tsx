import { Link } from '@tanstack/react-router';
import { shortHex } from '../lib/format';
import { useRuntimeConfig } from '../lib/runtime-config';
import { Seal } from './seal';

const link =
  'font-mono text-[0.8125em] text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent';

interface DigestLinkProps {
  digest: string;
  isWhole?: boolean;
  hasSeal?: boolean;
}

/** A digest that leads to the page which says what it is and how to check it. */
export function DigestLink({ digest, isWhole = false, hasSeal = true }: DigestLinkProps) {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-middle">
      {hasSeal && <Seal digest={digest} size={18} />}
      <Link to="/digests/$digest" params={{ digest }} title={digest} className={`${link} min-w-0 break-all`}>
        {isWhole ? digest : shortHex(digest, 8, 6)}
      </Link>
    </span>
  );
}

/** A transaction: the chain's explorer where there is one, else our own page that reads the receipt. */
export function TxLink({ hash, label }: { hash: string; label?: string }) {
  const { explorerUrl } = useRuntimeConfig();
  const text = label ?? shortHex(hash, 8, 6);
  if (explorerUrl) {
    return (
      <a href={`${explorerUrl}/tx/${hash}`} target="_blank" rel="noreferrer" title={hash} className={link}>
        {text}
      </a>
    );
  }
  return (
    <Link to="/tx/$hash" params={{ hash }} title={hash} className={link}>
      {text}
    </Link>
  );
}

interface AddressTextProps {
  address: string;
  /** What it is called here; without one, its development name where it has one. */
  name?: string;
  isWhole?: boolean;
}

/** An account by its name and address. `isWhole` never shortens: for everything a person approves. */
export function AddressText({ address, name: givenName, isWhole = false }: AddressTextProps) {
  const { devAccounts } = useRuntimeConfig();
  const account = devAccounts.find((candidate) => candidate.address.toLowerCase() === address.toLowerCase());
  const name = givenName ?? account?.name;
  return (
    <span title={address} className="break-words">
      {name && <span className="mr-1.5 font-medium">{name}</span>}
      <span className="break-all font-mono text-[0.8125em] text-ink-soft">{isWhole ? address : shortHex(address)}</span>
    </span>
  );
}
