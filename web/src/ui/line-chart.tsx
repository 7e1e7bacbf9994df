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

const width = 640;
const height = 180;
const inset = { left: 44, right: 12, top: 12, bottom: 26 };

/** A growing line over steps, with its latest value marked. Colours follow the theme because it is drawn as SVG. */
export function LineChart({ label, points, xMax }: LineChartProps) {
  const yMax = Math.max(0.1, ...points.map((point) => point.y)) * 1.08;
  const x = (value: number) => inset.left + (value / Math.max(1, xMax)) * (width - inset.left - inset.right);
  const y = (value: number) => height - inset.bottom - (value / yMax) * (height - inset.top - inset.bottom);
  const line = points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ');
  const last = points.at(-1);

  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="h-auto w-full text-accent">
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <g key={part} className="text-ink-faint">
          <line
            x1={inset.left}
            x2={width - inset.right}
            y1={y(yMax * part)}
            y2={y(yMax * part)}
            stroke="var(--color-line)"
          />
          <text x={inset.left - 8} y={y(yMax * part) + 4} textAnchor="end" fontSize="11" fill="currentColor">
            {(yMax * part).toFixed(yMax < 1 ? 2 : 1)}
          </text>
        </g>
      ))}
      {[0, 0.5, 1].map((part) => (
        <text
          key={part}
          x={x(xMax * part)}
          y={height - 6}
          textAnchor={part === 1 ? 'end' : part === 0 ? 'start' : 'middle'}
          fontSize="11"
          fill="var(--color-ink-faint)"
        >
          {part === 0 ? 'step 0' : Math.round(xMax * part)}
        </text>
      ))}
      <polyline points={line} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
      {last && <circle cx={x(last.x)} cy={y(last.y)} r="4" fill="currentColor" />}
    </svg>
  );
}
