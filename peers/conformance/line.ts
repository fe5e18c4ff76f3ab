import { TemperError } from "../../src/core/error.ts";
import { type Difference, type Tolerance, within } from "./compare.ts";

/** What became of one quantity of one case. */
export type Line =
	| {
			readonly kind: "compared";
			readonly quantity: string;
			readonly ok: boolean;
			readonly difference: Difference;
	  }
	| {
			/**
			 * `failed`: could not be computed, which counts as a mismatch. `left out`: the package does not have it.
			 * `refused`: the checkpoint or its adapter is not supported.
			 */
			readonly kind: "failed" | "left out" | "refused";
			readonly quantity: string;
			readonly reason: string;
	  };

export function compared(
	quantity: string,
	difference: Difference,
	tolerance: Tolerance,
): Line {
	const ok = within(difference, tolerance);
	return { kind: "compared", quantity, ok, difference };
}

export function leftOut(quantity: string, reason: string): Line {
	return { kind: "left out", quantity, reason };
}

export function failed(quantity: string, reason: string): Line {
	return { kind: "failed", quantity, reason };
}

/** The lines of a comparison, or one that says why it failed. */
export async function* attempt(
	quantity: string,
	compare: () => Promise<Line[]>,
): AsyncGenerator<Line> {
	try {
		yield* await compare();
	} catch (error) {
		yield failed(quantity, reasonOf(error));
	}
}

/** The value, or the line that says why a checkpoint or adapter was refused or could not be opened. */
export async function opened<T>(
	quantity: string,
	open: () => Promise<T>,
): Promise<T | Line> {
	try {
		return await open();
	} catch (error) {
		const reason = reasonOf(error);
		return error instanceof TemperError && error.code === "weights"
			? { kind: "refused", quantity, reason }
			: failed(quantity, reason);
	}
}

export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

export function isMismatch(line: Line): boolean {
	return line.kind === "failed" || (line.kind === "compared" && !line.ok);
}

/** One aligned line, without its end. */
export function showLine(
	caseName: string,
	line: Line,
	width: { readonly caseName: number; readonly quantity: number },
): string {
	const start = `${caseName.padEnd(width.caseName)}  ${line.quantity.padEnd(width.quantity)}  `;
	if (line.kind === "compared") {
		const { absolute, relative } = line.difference;
		const verdict = (line.ok ? "ok" : "MISMATCH").padEnd(8);
		return `${start}${verdict}  abs ${absolute.toExponential(1)}  rel ${relative.toExponential(1)}`;
	}
	if (line.kind === "failed") return `${start}MISMATCH  ${line.reason}`;
	return `${start}${line.kind}: ${line.reason}`;
}
