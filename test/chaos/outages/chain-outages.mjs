import { serverErrors, silence, tooManyRequests, truncatedAnswers } from '../faults/rpc-behaviours.mjs';
import { eventually } from '../world/eventually.mjs';

/** Longer than the longest pause between two tries. */
const BEYOND_PAUSES_SECONDS = 20;
/** The same, and then longer than the patience with an address that says nothing. */
const BEYOND_PATIENCE_SECONDS = 50;
/** By then there has been a request, whatever the pauses are. */
const NEXT_REQUEST_SECONDS = 60;

const misbehaving = (behaviour) => ({
  begin: ({ rpc }) => rpc.behave(behaviour()),
  end: ({ rpc }) => rpc.behave(null),
});

/** Falls silent when the pauses between two tries have become as long as they get. */
function fallSilent({ rpc }) {
  const [errors, never] = [serverErrors(), silence()];
  const begunAt = performance.now();
  const isSilent = () => performance.now() - begunAt > BEYOND_PAUSES_SECONDS * 1000;
  rpc.behave((request) => (isSilent() ? never(request) : errors(request)));
}

/** Ends at the worst moment: just when another request has gone where no answer comes from. */
async function endAfterRequest({ rpc }) {
  const before = rpc.requests;
  await eventually('the chain is asked again', () => rpc.requests > before, NEXT_REQUEST_SECONDS);
  rpc.behave(null);
}

/** Everything that is done to the endpoint of the chain. @type {import('./run-outage.mjs').Outage[]} */
export function chainOutages() {
  return [
    {
      name: 'every answer is a server error',
      seconds: BEYOND_PAUSES_SECONDS,
      ...misbehaving(serverErrors),
      says: /chain \d+: server response 5\d\d/,
    },
    {
      name: 'too many requests',
      seconds: BEYOND_PAUSES_SECONDS,
      ...misbehaving(tooManyRequests),
      says: /chain \d+: server response 429/,
    },
    {
      name: 'answers that end in the middle',
      seconds: BEYOND_PAUSES_SECONDS,
      ...misbehaving(truncatedAnswers),
      says: /chain \d+: (the answer is not JSON|aborted|.*hang up|.*ECONN)/,
    },
    {
      name: 'connections that never answer',
      seconds: BEYOND_PATIENCE_SECONDS,
      begin: fallSilent,
      end: endAfterRequest,
      says: /chain \d+: (request timeout|has not been looked at)/,
    },
  ];
}
