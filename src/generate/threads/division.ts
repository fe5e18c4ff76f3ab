import { frozenBytes } from "../../models/frozen-bytes.ts";
import type { Model } from "../../models/model.ts";
import type { DeviceOptions } from "../../runtime/device.ts";
import { shareOf } from "../../runtime/open-session.ts";
import { sessionsFor } from "../../runtime/threads/sessions-for.ts";
import type { DecodeOptions } from "../decode-session.ts";

/** How many threads decode by themselves, and on what each of them runs. */
export interface Division {
	readonly parts: number;
	readonly device: DeviceOptions;
}

/** Rows from which on a division pays. */
const leastRows = 4;

/** Bytes of weights: of fewer, a pass is so short that threads wait for each other. */
const leastBytes = 32e6;

/** More parts have too few rows each to pass over their weights for. */
const most = 4;

/**
 * Whether the rows of a model are divided between threads, each with a copy of the weights: with small weights, threads that
 * share the products of one pass wait for each other longer than they compute. Null if it does not pay. `rows`: most rows side by side.
 */
export function divisionOf(
	{ architecture }: Pick<Model, "architecture">,
	options: DecodeOptions,
	rows: number = Number.POSITIVE_INFINITY,
): Division | null {
	if ("open" in options) return null;
	const { tuning, precision, device, threads, sessions, weights } = options;
	if (rows < leastRows || tuning.kind === "full") return null;
	const bytes = frozenBytes(architecture, precision, "forward");
	if (sessions === undefined && bytes < leastBytes) return null;
	const parts = sessionsFor(options, { bytes, most });
	if (parts === 1) return null;
	const whole = { device, threads, ...(weights && { weights }) };
	return { parts, device: shareOf(whole, parts) };
}
