import { TemperError } from "../core/error.ts";
import type { Value } from "./graph.ts";
import {
	type Attributes,
	type OperandSpec,
	type Operands,
	type OperationName,
	type OperationSpec,
	operations,
	type Results,
} from "./operations.ts";
import { type Result, type ShapeRule, shapeRules } from "./shape-rules.ts";

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("shape", { where, expected, found });
}

const nameOf = (operand: OperandSpec) =>
	typeof operand === "string" ? operand : operand.name;

const dtypeOf = (operand: OperandSpec) =>
	typeof operand === "string" ? "float32" : operand.dtype;

/** The row's operands, as many of them as are given. */
function operandsFor(
	where: string,
	{ operands, optional = [], repeated }: OperationSpec,
	given: number,
): readonly OperandSpec[] {
	const [first] = operands;
	if (repeated === "operand" && first !== undefined && given > 0)
		return Array.from({ length: given }, () => first);
	const longer = [...operands, ...optional];
	for (const fixed of [operands, longer])
		if (fixed.length === given && repeated !== "operand") return fixed;
	const more =
		optional.length > 0 ? ` or ${longer.length} with the optional ones` : "";
	const expected =
		repeated === "operand"
			? "at least one operand"
			: `${operands.length} operands (${operands.map(nameOf).join(", ")})${more}`;
	return refuse(where, expected, String(given));
}

function specOf(where: string, op: OperationName): OperationSpec {
	if (Object.hasOwn(operations, op)) return operations[op];
	return refuse(where, "an operation of the table", op);
}

/** Throws `shape` unless an operation takes so many operands of these types. `where` names the node. */
export function checkOperands(
	where: string,
	op: OperationName,
	inputs: readonly Value[],
): void {
	operandsFor(where, specOf(where, op), inputs.length).forEach((operand, i) => {
		const [value, dtype] = [inputs[i] as Value, dtypeOf(operand)];
		if (dtype !== "any" && value.dtype !== dtype)
			refuse(
				where,
				`operand ${nameOf(operand)} to be ${dtype}`,
				`${value.name}, which is ${value.dtype}`,
			);
	});
}

/** Throws `shape` unless an operation has these attributes and they may have these values. `where` names the node. */
export function checkAttributes(
	where: string,
	op: OperationName,
	given: Readonly<Record<string, unknown>>,
): void {
	const { attributes } = specOf(where, op);
	for (const [name, { accepts, expected }] of Object.entries(attributes))
		if (!accepts(given[name]))
			refuse(
				where,
				`attribute ${name} to be ${expected}`,
				JSON.stringify(given[name]) ?? "none",
			);
	for (const name of Object.keys(given))
		if (!Object.hasOwn(attributes, name))
			refuse(where, `no attribute ${name}`, JSON.stringify(given[name]));
}

/**
 * The types of an operation's results. `where` names the node. Throws `shape` unless number and types of the operands,
 * attributes and shapes are as the operation's row and shape rule say.
 */
export function inferResults<K extends OperationName>(
	op: K,
	inputs: Operands<K, Value>,
	attributes: Attributes<K>,
	where: string,
): Results<K, Result> {
	checkOperands(where, op, inputs);
	checkAttributes(where, op, attributes);
	const rule: ShapeRule<K> = shapeRules[op];
	return rule(inputs, attributes, where);
}

/** Names of the results of a node: its own, followed by the result's where there are several. */
export function resultNames(
	op: OperationName,
	node: string,
	count: number,
): readonly string[] {
	const { results, repeated }: OperationSpec = operations[op];
	if (repeated === "result")
		return Array.from({ length: count }, (_, i) => `${node}.${i}`);
	return results.length === 1
		? [node]
		: results.map((name) => `${node}.${name}`);
}
