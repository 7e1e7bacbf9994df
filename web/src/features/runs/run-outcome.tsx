import type { ReactNode } from 'react';
import { useActiveModels } from '../../data/active-models';
import { formatBps, formatRelative } from '../../lib/format';
import { DigestLink } from '../../ui/hex';
import { Notice } from '../../ui/notice';
import type { Miss, Run } from './run.query';

const bounds: Record<string, string> = { atLeast: 'at least', atMost: 'at most' };

/** One missed threshold as a sentence: which metric, what was voted, by how much. */
export function missSentence(miss: Miss): string {
  const voted = `${bounds[miss.bound] ?? miss.bound} ${miss.threshold} was voted`;
  if (miss.isMissing) return `${miss.metric} was not reported; ${voted}.`;
  return `${miss.metric} is ${miss.value}; ${voted}: missed by ${miss.missedBy}.`;
}

function Misses({ misses }: { misses: readonly Miss[] }) {
  return (
    <ul className="list-disc pl-5">
      {misses.map((miss) => (
        <li key={miss.metric}>{missSentence(miss)}</li>
      ))}
    </ul>
  );
}

/** What answers although this run did not make it. */
function StillAnswers({ subject }: { subject: string }) {
  const { activeModels } = useActiveModels();
  if (!activeModels) return null;
  const active = activeModels.find((policy) => policy.subject === subject);
  if (!active) return <p className="mt-2">Nothing changed for users: the base model still answers.</p>;
  return (
    <p className="mt-2">
      Nothing changed for users: version {active.version} still answers
      {active.run?.receipt && (
        <>
          , revision <DigestLink digest={active.run.receipt.artifactDigest} />
        </>
      )}
      .
    </p>
  );
}

type RunOutcomeProps = Pick<Run, 'state' | 'subject' | 'misses' | 'failure' | 'canary' | 'receipt' | 'policy'> & {
  now: Date;
};

function finalWords(finalizableAt: Date, now: Date): string {
  if (finalizableAt <= now) return 'Nobody challenged it in time; the gate is next.';
  return `Anyone may challenge it; it becomes final ${formatRelative(finalizableAt, now)}.`;
}

function canaryWords(endsAt: Date, requests: number, now: Date): string {
  if (endsAt <= now) return `Its time is over; with ${requests} requests seen, the gate is next.`;
  return `It ends ${formatRelative(endsAt, now)}, once it has seen at least ${requests} requests.`;
}

interface Outcome {
  tone: 'neutral' | 'pass' | 'canary' | 'miss';
  title: string;
  body?: ReactNode;
}

function outcomeOf({ state, subject, misses, failure, canary, receipt, policy, now }: RunOutcomeProps): Outcome {
  switch (state) {
    case 'OPEN':
      return { tone: 'neutral', title: 'The run is open: a worker trains exactly what was voted.' };
    case 'SUBMITTED':
      return {
        tone: 'neutral',
        title: 'The signed receipt is on chain.',
        body: receipt && finalWords(new Date(receipt.finalizableAt), now),
      };
    case 'CHALLENGED':
      return { tone: 'canary', title: 'The receipt is challenged. The vote of the organization rules on it.' };
    case 'CANARY':
      return {
        tone: 'canary',
        title: canary ? `${formatBps(canary.bps)} of sessions are answered by this revision.` : 'The canary is on.',
        body: canary && canaryWords(new Date(canary.endsAt), canary.requestsRequired, now),
      };
    case 'ACTIVE':
      return policy.isActive
        ? { tone: 'pass', title: 'Active: it passed the gate twice, and every user gets this revision.' }
        : { tone: 'neutral', title: 'It passed the gate twice and was in force; a later version answers now.' };
    case 'REJECTED':
      return {
        tone: 'miss',
        title: 'Refused by the contract: the revision missed what was voted.',
        body: [<Misses key="misses" misses={misses} />, <StillAnswers key="still" subject={subject} />],
      };
    case 'ROLLED_BACK':
      return {
        tone: 'miss',
        title: 'Rolled back: on live traffic it missed what was voted.',
        body: [<Misses key="misses" misses={misses} />, <StillAnswers key="still" subject={subject} />],
      };
    case 'FAILED':
      return {
        tone: 'miss',
        title: 'The run failed.',
        body: [<p key="why">{failure ?? 'No reason was given.'}</p>, <StillAnswers key="still" subject={subject} />],
      };
    case 'SUPERSEDED':
      return { tone: 'neutral', title: 'A newer version was adopted before this run came to its end.' };
  }
}

/** Where the run stands, in one sentence; a refused one says which metric missed, by how much, and what still answers. */
export function RunOutcome(props: RunOutcomeProps) {
  const { tone, title, body } = outcomeOf(props);
  return (
    <Notice tone={tone} title={title} role="status">
      {body}
    </Notice>
  );
}
