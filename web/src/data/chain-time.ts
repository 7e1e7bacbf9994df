import { useEffect, useState } from 'react';
import { useOrganization } from './organization';

/**
 * The chain's clock, ticking once a second. A local chain may be days ahead of this machine after "advance time", so
 * every countdown goes by the head's timestamp plus the time since it was read.
 */
export function useChainTime(): Date {
  const { organization, dataUpdatedAt } = useOrganization();
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);

  const headAt = organization?.head ? new Date(organization.head.blockAt).getTime() : null;
  if (headAt === null) return new Date(now);
  return new Date(headAt + Math.max(0, now - dataUpdatedAt));
}
