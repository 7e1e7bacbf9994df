import { useState } from 'react';
import { useCatalogue } from '../../data/catalogue';
import { type Policy, usePolicies } from '../../data/policies';
import { readSafetyBody, type SafetyBody } from '../../lib/policy-body';
import { LoadError, Notice, Skeleton } from '../../ui/notice';
import { type DraftContent, unchangedProblem } from './draft-call';
import { DraftFrame } from './draft-frame';
import { isTightening, safetyCall } from './policy-calls';
import { readRows, rowsOf, type ThresholdRow, unmeasured } from './threshold-row';
import { ThresholdRows } from './threshold-rows';
import { useOutdated } from './use-outdated';

/** A proposal to set the thresholds of the gate. */
export function SafetyDraft({ registry }: { registry: `0x${string}` }) {
  const { policies, error, refetch } = usePolicies('SAFETY');
  // What is being typed must outlive a moment without the API.
  if (error && !policies) return <LoadError what="The safety policy" error={error} retry={refetch} />;
  if (!policies) return <Skeleton lines={6} />;
  const active = policies.find((policy) => policy.isActive) ?? null;
  return <SafetyEditor active={active} registry={registry} />;
}

function SafetyEditor({ active, registry }: { active: Policy | null; registry: `0x${string}` }) {
  const activeBody = active && readSafetyBody(active.body);
  const [rows, setRows] = useState<ThresholdRow[]>(() => (activeBody ? rowsOf(activeBody) : []));
  const { body, problems: rowProblems } = readRows(rows);
  const problems = { ...rowProblems, ...unchangedProblem(body, activeBody), ...useOutdated(active) };
  const subject = active?.subject ?? 'assistant';
  const isTighter = body !== null && activeBody !== null && isTightening(body, activeBody);
  const verb = !activeBody ? 'Set' : isTighter ? 'Tighten' : 'Loosen';
  const content: DraftContent = {
    call: body && !problems.unchanged ? safetyCall(registry, subject, body, activeBody) : null,
    problems,
    suggestedTitle: `${verb} the safety thresholds of ${subject}`,
  };
  const change = (index: number, part: Partial<ThresholdRow>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));

  return (
    <DraftFrame content={content}>
      <div className="grid gap-5">
        {(['training', 'canary'] as const).map((stage) => (
          <ThresholdRows
            key={stage}
            stage={stage}
            rows={rows}
            problems={problems}
            onChange={change}
            onRemove={(index) => setRows(rows.filter((_, at) => at !== index))}
            onAdd={() => setRows([...rows, { stage, metric: '', bound: 'atLeast', value: '' }])}
          />
        ))}
        {problems.rows && <p className="text-xs font-medium text-miss">{problems.rows}</p>}
        {content.call && <Direction isTighter={isTighter} />}
        {body && <Unmeasured body={body} />}
      </div>
    </DraftFrame>
  );
}

function Direction({ isTighter }: { isTighter: boolean }) {
  return (
    <Notice tone={isTighter ? 'pass' : 'canary'}>
      {isTighter
        ? 'Nothing gets looser: this goes by the easier track for tightening.'
        : 'Something gets looser or goes away: this falls to the strictest track.'}
    </Notice>
  );
}

/** A misspelt metric would refuse every run from then on; a new suite may measure what none does today. */
function Unmeasured({ body }: { body: SafetyBody }) {
  const { data: catalogue } = useCatalogue();
  const metrics = catalogue ? unmeasured(body, catalogue.suites) : [];
  if (metrics.length === 0) return null;
  return (
    <Notice tone="miss" title={`Nothing measures ${metrics.join(', ')}.`}>
      As long as that is so, every run is refused.
    </Notice>
  );
}
