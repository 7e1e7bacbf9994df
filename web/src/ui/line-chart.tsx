interface Point {
  x: number;
  y: number;
}

interface LineChartProps {
  label: string;
  points: readonly Point[];
  /** The right end of the axis; the line grows towards it. */
  xMax: number;
}

const gridLines = [0, 25, 50, 75, 100];

/**
 * A growing line over steps, with its latest value marked. The line is an SVG stretched to its box, the numbers are
 * text beside it, so that both are readable at any width.
 */
export function LineChart({ label, points, xMax }: LineChartProps) {
  const yMax = Math.max(0.1, ...points.map((point) => point.y)) * 1.08;
  const left = (point: Point) => (point.x / Math.max(1, xMax)) * 100;
  const top = (point: Point) => 100 - (point.y / yMax) * 100;
  const last = points.at(-1);

  return (
    <div role="img" aria-label={label} className="grid grid-cols-[2rem_1fr] gap-x-2 text-[0.6875rem] text-ink-faint">
      <div className="tabular relative h-40" aria-hidden="true">
        {gridLines.map((line) => (
          <span key={line} className="absolute right-0 -translate-y-1/2" style={{ top: `${100 - line}%` }}>
            {((yMax * line) / 100).toFixed(yMax < 1 ? 2 : 1)}
          </span>
        ))}
      </div>
      <div className="relative h-40">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="size-full text-accent" aria-hidden="true">
          {gridLines.map((line) => (
            <path key={line} d={`M0 ${line}H100`} stroke="var(--color-line)" vectorEffect="non-scaling-stroke" />
          ))}
          <polyline
            points={points.map((point) => `${left(point).toFixed(2)},${top(point).toFixed(2)}`).join(' ')}
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {last && (
          <span
            className="absolute size-2 -translate-x-1/2 -translate-y-1/2 rounded-full bg-accent"
            style={{ left: `${left(last)}%`, top: `${top(last)}%` }}
          />
        )}
      </div>
      <div className="tabular col-start-2 mt-1.5 flex justify-between" aria-hidden="true">
        <span>step 0</span>
        <span>{Math.round(xMax / 2)}</span>
        <span>{xMax}</span>
      </div>
    </div>
  );
}
