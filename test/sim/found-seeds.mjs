/** Every seed that ever failed, and what it found. They are always run, whatever else is. */
export const foundSeeds = [
  { seed: 1, found: 'a node that refuses so many logs of recent blocks at once stopped the index for ever' },
  { seed: 2, found: 'a node that refuses so long a range of recent blocks stopped the index for ever' },
  {
    seed: 10,
    found: 'a quorum was taken as refused, for ever, when a node did not have the block that it was asked at',
  },
  {
    seed: 16,
    found: 'the time of a block was that of another branch, when the chain was there for the time of one call',
  },
];
