import { Badge } from '../../ui/badge';
import { Cell, DataTable } from '../../ui/data-table';
import type { Gate } from './run.query';

const bounds: Record<string, string> = { atLeast: 'at least', atMost: 'at most' };

function Verdict({ passed }: { passed: boolean | null }) {
  if (passed === null) return <Badge>Not yet</Badge>;
  return passed ? <Badge tone="pass">Passed</Badge> : <Badge tone="miss">Missed</Badge>;
}

const titles: Record<string, string> = {
  training: 'First gate: the receipt after training',
  canary: 'Second gate: live traffic in the canary',
};

/** What was measured beside what was voted, for one of the two gates. */
export function GateTable({ gate }: { gate: Gate }) {
  const title = titles[gate.stage] ?? gate.stage;
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-2 px-4 pb-1 pt-4 sm:px-5">
        <h3 className="text-base">{title}</h3>
        <div className="flex items-center gap-2 text-xs text-ink-faint">
          {gate.safetyVersion !== null && <span>safety policy v{gate.safetyVersion}</span>}
          <Verdict passed={gate.passed} />
        </div>
      </div>
      <DataTable caption={title} columns={['Metric', 'Voted', 'Measured', 'Result']} numeric={[1, 2]} isEven>
        {gate.rows.map((row) => (
          <tr key={row.metric}>
            <Cell>
              <span className="font-medium [overflow-wrap:anywhere]">{row.metric}</span>
            </Cell>
            <Cell isNumeric>
              <span className="text-ink-faint">{bounds[row.bound] ?? row.bound}</span> {row.threshold}
            </Cell>
            <Cell isNumeric>{row.value ?? <span className="text-ink-faint">–</span>}</Cell>
            <Cell>
              {row.passed === false ? (
                <span className="font-semibold text-miss">
                  {row.missedBy ? `missed by ${row.missedBy}` : 'not reported'}
                </span>
              ) : (
                <span className={row.passed ? 'font-semibold text-pass' : 'text-ink-faint'}>
                  {row.passed ? 'passed' : 'not yet'}
                </span>
              )}
            </Cell>
          </tr>
        ))}
      </DataTable>
    </div>
  );
}
