import type { DeviceKind } from "./lower/emitter.ts";

/** Where a session computes. */
export interface DeviceOptions {
	readonly device: DeviceKind;
	/** Threads of one operation; null leaves the choice to the runtime. */
	readonly threads: number | null;
}
