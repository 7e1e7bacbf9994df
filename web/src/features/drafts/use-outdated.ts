import { useState } from 'react';
import type { Policy } from '../../data/policies';
import type { Problems } from './draft-call';

/**
 * A draft replaces a whole policy: begun from one that is no longer in force, it would silently take back what was
 * adopted since. What was typed stays; the problem says why it cannot be submitted.
 */
export function useOutdated(active: Policy | null): Problems {
  const [begunFrom] = useState(active?.id);
  return active?.id === begunFrom
    ? {}
    : { unchanged: 'Another version came into force since this draft was begun. Reload to start from it.' };
}
