import { TemperError } from "../../../core/error.ts";

const pattern = /^([^\d.-]*)(\d+(?:\.\d+)?|\.\d+)\s*(.*)$/;

/** The number of `2`, `2.5` or `2 EUR`: an amount in a unit, which may be left out; 0 or above. Throws `recipe`. */
export function amountIn(unit: string, option: string, text: string): number {
	const [, before = "-", digits, own = ""] = pattern.exec(text.trim()) ?? [];
	const isOwn = own === "" || own.toLowerCase() === unit.toLowerCase();
	if (before === "" && isOwn) return Number(digits);
	throw new TemperError("recipe", {
		where: option,
		expected: `a number of 0 or above, in ${unit}`,
		found: JSON.stringify(text),
	});
}

/** The unit of the first of some amounts that has one; `examples` without any. */
export function unitIn(texts: readonly (string | undefined)[]): string {
	const units = texts.map((text) => pattern.exec(text?.trim() ?? "")?.[3]);
	return units.find((unit) => unit) ?? "examples";
}
