/**
 * The signals that ask a process to save its work and end: Ctrl+C, the end of a service or a container, and the notice that a cluster
 * gives before it ends a job (`sbatch --signal=USR1@120`).
 */
export const stopSignals = ["SIGINT", "SIGTERM", "SIGUSR1"] as const;

export type StopSignal = (typeof stopSignals)[number];
