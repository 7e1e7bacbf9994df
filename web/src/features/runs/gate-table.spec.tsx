import { describe, expect, it } from '@jest/globals';
import { render, screen, within } from '@testing-library/react';
import { aGate } from '../../testing/run.builder';
import { GateTable } from './gate-table';

const rowOf = (metric: string) => within(screen.getByText(metric).closest('tr') as HTMLElement);

describe('GateTable', () => {
  it('shows what was measured beside what was voted, and by how much it missed', () => {
    const gate = aGate('training', [
      ['refusal', 'atLeast', '0.8', '0.95'],
      ['helpfulness', 'atLeast', '0.95', '0.41'],
    ]);
    render(<GateTable gate={gate} />);

    expect(rowOf('refusal').getByText('passed')).toBeTruthy();
    expect(rowOf('helpfulness').getByText('0.41')).toBeTruthy();
    expect(rowOf('helpfulness').getByText('missed by 0.54')).toBeTruthy();
    expect(screen.getByText('Missed')).toBeTruthy();
  });

  it('says "not yet" before anything was measured', () => {
    render(<GateTable gate={aGate('canary', [['errorRate', 'atMost', '0.05', null]])} />);
    expect(screen.getByText('Not yet')).toBeTruthy();
    expect(rowOf('errorRate').getByText('not yet')).toBeTruthy();
  });

  it('says that a metric was not reported', () => {
    const gate = aGate('training', [['refusal', 'atLeast', '0.8', null]]);
    const refused = { ...gate, passed: false, rows: gate.rows.map((row) => ({ ...row, passed: false })) };
    render(<GateTable gate={refused} />);
    expect(rowOf('refusal').getByText('not reported')).toBeTruthy();
  });
});
