/** A measured number with six decimals, as it stands in jsonb: `{ "name": "refusal", "valueE6": "875000" }`. */
export interface MetricValue {
  name: string;
  valueE6: string;
}

/** A threshold that was not met, as it stands in jsonb. */
export interface MissValue {
  metric: string;
  isMissing: boolean;
  isAtMost: boolean;
  valueE6: string;
  thresholdE6: string;
}
