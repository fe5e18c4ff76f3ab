/**
 * A number of a row that a JavaScript number cannot hold or spell: a whole number beyond 2^53, or a float whose value is
 * whole (20.0, 1e22), which JavaScript cannot tell from an integer.
 */
export class ExactNumber {
	/** As Python writes it: all digits of an integer, the shortest form of a float. */
	readonly text: string;
	/** The nearest double. */
	readonly value: number;
	readonly kind: "integer" | "float";

	constructor(kind: "integer" | "float", text: string, value: number) {
		this.kind = kind;
		this.text = text;
		this.value = value;
	}

	toString(): string {
		return this.text;
	}

	toJSON(): number {
		return this.value;
	}
}

/** An integer of any size: a plain number up to 2^53. */
export function exactInteger(value: bigint): number | ExactNumber {
	const nearest = Number(value);
	if (Number.isSafeInteger(nearest)) return nearest;
	return new ExactNumber("integer", String(value), nearest);
}

/** A float: a plain number unless its value is whole. */
export function exactFloat(value: number): number | ExactNumber {
	if (!Number.isInteger(value)) return value;
	return new ExactNumber("float", floatText(value), value);
}

/** The number that a JSON literal stands for; NaN, Infinity and -Infinity are floats as in Python. */
export function readNumber(literal: string): number | ExactNumber {
	return /^-?\d+$/.test(literal)
		? exactInteger(BigInt(literal))
		: exactFloat(Number(literal));
}

/** Whether a value is a number of either kind. */
export function isNumber(value: unknown): value is number | ExactNumber {
	return typeof value === "number" || value instanceof ExactNumber;
}

/** The nearest double of a number of either kind; any other value as it is. */
export function plainNumber(value: unknown): unknown {
	return value instanceof ExactNumber ? value.value : value;
}

/** A number as Python's `json.dumps` writes it. */
export function numberText(value: number | ExactNumber): string {
	if (value instanceof ExactNumber) return value.text;
	return Number.isInteger(value) ? String(BigInt(value)) : floatText(value);
}

/** A double as Python's `json.dumps` writes a float: the shortest digits that give it back, `e` from 1e16 on and below 1e-4. */
export function floatText(value: number): string {
	if (!Number.isFinite(value)) return String(value);
	if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
	const [mantissa = "", power = "0"] = value.toExponential().split("e");
	const exponent = Number(power);
	if (exponent < -4 || exponent >= 16) {
		const sign = exponent < 0 ? "-" : "+";
		return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
	}
	const sign = value < 0 ? "-" : "";
	const digits = mantissa.replace(/[-.]/g, "");
	if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
	return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
