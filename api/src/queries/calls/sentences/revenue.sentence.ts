import { formatBps } from '../../fixed-point.js';
import { readShares, readSubject } from '../policy-body.js';
import { inForce, nameAccount, type Sentence } from './sentence.js';

/** "Changes the revenue split of mandate: StakedMandate (0x…) from 60 % to 50 %; …" */
export const adoptRevenue: Sentence = (args, context) => {
  const body = args.policy as Record<string, unknown>;
  const subject = readSubject(body);
  const old = inForce(context, 'REVENUE', subject);
  const before = old ? readShares(old.body) : [];
  const shares = readShares(body);
  const accounts = new Set([...shares, ...before].map((share) => share.account));

  const changes = [...accounts].map((account) => {
    const bps = (list: typeof shares) =>
      list.filter((share) => share.account === account).reduce((sum, share) => sum + share.bps, 0);
    const name = nameAccount(context, account);
    if (!old) return `${formatBps(bps(shares))} to ${name}`;
    return bps(before) === bps(shares)
      ? `${name} still ${formatBps(bps(shares))}`
      : `${name} from ${formatBps(bps(before))} to ${formatBps(bps(shares))}`;
  });
  return `${old ? 'Changes' : 'Sets'} the revenue split of ${subject}: ${changes.join('; ')}`;
};
