import { TemperError } from "../../core/error.ts";
import type { Variables } from "./environment.ts";

/** How long an answer may take, in seconds. */
export interface PatienceLimits {
	/** For the first request of a kind, whose cost nobody knows. */
	readonly first: number;
	/** For any later one, at least. */
	readonly least: number;
	/** So many times what the slowest one before it took, per unit of work. */
	readonly times: number;
}

const usual: PatienceLimits = { first: 1800, least: 120, times: 20 };

const variable = "TEMPER_TORCH_TIMEOUT";

/** The usual limits, or those that the variable TEMPER_TORCH_TIMEOUT sets in seconds. Throws `recipe` for another value. */
export function patienceLimits(env: Variables = process.env): PatienceLimits {
	const given = env[variable] ?? "";
	if (given === "") return usual;
	const seconds = Number(given);
	if (seconds > 0 && Number.isFinite(seconds))
		return { ...usual, first: seconds, least: seconds };
	throw new TemperError("recipe", {
		where: variable,
		expected: "a number of seconds above 0",
		found: given,
	});
}

/** Learns from answered requests how long the next may take before its rank counts as hanging. */
export class Patience {
	readonly #limits: PatienceLimits;
	/** Most seconds per unit of work, by operation. */
	readonly #slowest = new Map<string, number>();

	constructor(limits: PatienceLimits = usual) {
		this.#limits = limits;
	}

	/** Seconds that an operation of so much work, in tokens for example, may take. */
	limit(op: string, work: number): number {
		const { first, least, times } = this.#limits;
		const slowest = this.#slowest.get(op);
		if (slowest === undefined) return first;
		return Math.max(least, times * slowest * Math.max(1, work));
	}

	/** Takes in what an operation took, in seconds. */
	learn(op: string, work: number, seconds: number): void {
		const each = seconds / Math.max(1, work);
		this.#slowest.set(op, Math.max(this.#slowest.get(op) ?? 0, each));
	}
}
