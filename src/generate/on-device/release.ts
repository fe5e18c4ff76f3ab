import type { Values } from "../../graph/session.ts";

/** Gives back the memory of those values that are on a device. */
export function release(values: Values): void {
	for (const value of Object.values(values))
		if (!("data" in value)) value.dispose();
}
