/** A port of the loopback interface that nobody listens on right now. */
export function freePort(): Promise<number>;

/** Refuses, in one sentence, to start over a port that is taken. Keys say what the port is for. */
export function assertPortsFree(ports: Record<string, number>): Promise<void>;
