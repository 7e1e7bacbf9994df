import type { MetricValue, MissValue } from '../store/metric-value.js';
import { nameOf } from './event-text.js';

type Hex = `0x${string}`;

/** A metric of an event, as it stands in its row. */
export const metricOf = ({ name, valueE6 }: { name: Hex; valueE6: bigint }): MetricValue => ({
  name: nameOf(name),
  valueE6: valueE6.toString(),
});

/** A miss of an event, as it stands in its row. */
export const missOf = (miss: {
  metric: Hex;
  isMissing: boolean;
  isAtMost: boolean;
  valueE6: bigint;
  thresholdE6: bigint;
}): MissValue => ({
  ...miss,
  metric: nameOf(miss.metric),
  valueE6: miss.valueE6.toString(),
  thresholdE6: miss.thresholdE6.toString(),
});
