import type { TemplateValue } from "../template/template-values.ts";

const numeric = new Set(["IntegerValue", "FloatValue", "BooleanValue"]);

/** Whether two values are equal in Python: by value, and never a text and a number. JavaScript has `"" == false`. */
export function pythonEqual(a: TemplateValue, b: TemplateValue): boolean {
	if (numeric.has(a.type) && numeric.has(b.type))
		return a.digits !== undefined && b.digits !== undefined
			? a.digits === b.digits
			: Number(a.value) === Number(b.value);
	if (a.type !== b.type) return false;
	if (a.value === b.value) return true;
	if (Array.isArray(a.value) && Array.isArray(b.value))
		return equalLists(a.value, b.value);
	if (a.value instanceof Map && b.value instanceof Map)
		return equalMaps(a.value, b.value);
	return false;
}

function equalLists(
	a: readonly TemplateValue[],
	b: readonly TemplateValue[],
): boolean {
	return (
		a.length === b.length &&
		a.every((one, i) => pythonEqual(one, b[i] as TemplateValue))
	);
}

type Entries = ReadonlyMap<string, TemplateValue>;

function equalMaps(a: Entries, b: Entries): boolean {
	return (
		a.size === b.size &&
		[...a].every(([key, one]) => {
			const other = b.get(key);
			return other !== undefined && pythonEqual(one, other);
		})
	);
}
