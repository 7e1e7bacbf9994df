/** One step in the life of a proposal or a run. */
export interface TimelineEvent {
  kind: string;
  at: Date;
  isFuture: boolean;
  txHash: string | null;
  actor: string | null;
}
