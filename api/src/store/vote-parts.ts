/** The support of a vote whose parameters say how it is split, as in OpenZeppelin's `GovernorCountingFractional`. */
export const FRACTIONAL_SUPPORT = 255;

/** Three packed `uint128`: against, for, abstain. */
export const FRACTIONAL_PARAMS_BYTES = 48;

/** How much of a vote counts for each side. */
export interface VoteParts {
  against: bigint;
  for: bigint;
  abstain: bigint;
}

/** A vote as far as it is counted. */
export interface CountedVote {
  support: number;
  weight: bigint;
  params: Buffer | null;
}

const NOTHING: VoteParts = { against: 0n, for: 0n, abstain: 0n };

/** What a vote adds to the tally; a kind of support that nobody knows adds nothing. */
export function partsOf({ support, weight, params }: CountedVote): VoteParts {
  if (support === 0) return { ...NOTHING, against: weight };
  if (support === 1) return { ...NOTHING, for: weight };
  if (support === 2) return { ...NOTHING, abstain: weight };
  if (support !== FRACTIONAL_SUPPORT || params?.length !== FRACTIONAL_PARAMS_BYTES) return NOTHING;
  return { against: uint128At(params, 0), for: uint128At(params, 16), abstain: uint128At(params, 32) };
}

/** The same as SQL over a row of `vote_cast`: the part of a vote that counts for `side`. */
export function partSql(side: keyof VoteParts): string {
  const index = ['against', 'for', 'abstain'].indexOf(side);
  const words = [0, 1, 2, 3].map((word) => {
    const bytes = `encode(substr(params, ${index * 16 + word * 4 + 1}, 4), 'hex')`;
    return `('x' || ${bytes})::bit(32)::bigint * ${2n ** BigInt(32 * (3 - word))}::numeric`;
  });
  return `CASE WHEN support = ${index} THEN weight
    WHEN support = ${FRACTIONAL_SUPPORT} AND octet_length(params) = ${FRACTIONAL_PARAMS_BYTES} THEN ${words.join(' + ')}
    ELSE 0 END`;
}

const uint128At = (bytes: Buffer, offset: number) =>
  (bytes.readBigUInt64BE(offset) << 64n) | bytes.readBigUInt64BE(offset + 8);
