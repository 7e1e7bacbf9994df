interface SealProps {
  digest: string;
  size?: number;
  title?: string;
}

interface Ring {
  radius: number;
  lobes: number;
  depth: number;
  turn: number;
}

/** One closed curve of a ring: lobes of a given depth, turned by `turn` and by the strand's own `shift`. */
function strand({ radius, lobes, depth, turn }: Ring, shift: number): string {
  const points = Array.from({ length: 240 }, (_, index) => {
    const angle = (index / 240) * 2 * Math.PI;
    const distance = radius * (1 - depth + depth * Math.cos(lobes * angle + turn + shift));
    return `${(50 + distance * Math.cos(angle)).toFixed(1)},${(50 + distance * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join('L')}Z`;
}

/** Three rings from the first bytes of the digest. Lobes are whole numbers, so every curve closes. */
function ringsOf(digest: string): Ring[] {
  const hex = digest.replace(/^(sha256:|0x)/, '').padEnd(18, '0');
  const byte = (index: number) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16) || 0;
  return [48, 35, 20].map((radius, ring) => ({
    radius,
    lobes: 4 + (byte(ring * 3) % 17),
    depth: 0.08 + (byte(ring * 3 + 1) / 255) * 0.28,
    turn: (byte(ring * 3 + 2) / 255) * 2 * Math.PI,
  }));
}

/** The strands of all rings, woven the finer the larger the seal is drawn. */
function strandsOf(digest: string, strandCount: number): string[] {
  return ringsOf(digest).flatMap((ring) =>
    Array.from({ length: strandCount }, (_, index) => strand(ring, (index / strandCount) * 2 * Math.PI)),
  );
}

/**
 * A guilloche drawn from a digest, as on a banknote: the same digest always gives the same picture, so that a person
 * sees at a glance that what was voted, what was trained and what answers are one thing. The text beside it is the proof.
 */
export function Seal({ digest, size = 40, title }: SealProps) {
  const strandCount = size < 32 ? 1 : size < 64 ? 3 : 6;
  return (
    <span
      className="inline-flex shrink-0"
      {...(title ? { role: 'img', 'aria-label': title } : { 'aria-hidden': true })}
    >
      <svg viewBox="0 0 100 100" width={size} height={size} className="text-accent" aria-hidden="true">
        <g fill="none" stroke="currentColor" strokeWidth={size < 32 ? 4 : size < 64 ? 1.4 : 0.7}>
          {strandsOf(digest, strandCount).map((path) => (
            <path key={path} d={path} />
          ))}
        </g>
      </svg>
    </span>
  );
}
