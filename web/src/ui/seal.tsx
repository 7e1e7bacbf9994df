interface SealProps {
  digest: string;
  size?: number;
  title?: string;
}

/** The curve of one ring: a rosette whose lobes, depth and turn come from the digest. */
function rosette(radius: number, lobes: number, depth: number, turn: number): string {
  const points = Array.from({ length: 180 }, (_, index) => {
    const angle = (index / 180) * 2 * Math.PI;
    const distance = radius * (1 - depth / 2 + (depth / 2) * Math.cos(lobes * angle + turn));
    return `${(50 + distance * Math.cos(angle)).toFixed(1)},${(50 + distance * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join('L')}Z`;
}

function ringsOf(digest: string): string[] {
  const hex = digest.replace(/^(sha256:|0x)/, '').padEnd(24, '0');
  const byte = (index: number) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16) || 0;
  return [0, 1, 2, 3].map((ring) =>
    rosette(
      46 - ring * 8,
      3 + (byte(ring * 3) % 9),
      0.18 + (byte(ring * 3 + 1) / 255) * 0.55,
      (byte(ring * 3 + 2) / 255) * 6.28,
    ),
  );
}

/**
 * A guilloche drawn from a digest, as on a banknote: the same digest always gives the same picture, so that a person
 * sees at a glance that what was voted, what was trained and what answers are one thing. The text beside it is the proof.
 */
export function Seal({ digest, size = 40, title }: SealProps) {
  return (
    <span
      className="inline-flex shrink-0"
      {...(title ? { role: 'img', 'aria-label': title } : { 'aria-hidden': true })}
    >
      <svg viewBox="0 0 100 100" width={size} height={size} className="text-accent" aria-hidden="true">
        {ringsOf(digest).map((path, ring) => (
          <path
            key={path}
            d={path}
            fill="none"
            stroke="currentColor"
            strokeWidth={size < 32 ? 2.6 : 1.5}
            opacity={1 - ring * 0.16}
          />
        ))}
      </svg>
    </span>
  );
}
