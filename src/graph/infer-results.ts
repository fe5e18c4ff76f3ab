import { TemperError } from "../core/error.ts";
import type { AttributeType } from "./attributes.ts";
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
import { applyShapeRule, type Result } from "./shape-rules.ts";

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("shape", { where, expected, found });
}

const nameOf = (operand: OperandSpec) =>
	typeof operand === "string" ? operand : operand.name;

const dtypeOf = (operand: OperandSpec) =>
	typeof operand === "string" ? "float32" : operand.dtype;

/** What an operation takes, in words. */
function showOperands({ operands, optional, repeated }: OperationSpec): string {
	if (repeated === "operand") return "at least one operand";
	const names = operands.map(nameOf).join(", ");
	const more = optional
		? ` or ${operands.length + optional.length} with the optional ones`
		: "";
	return `${operands.length} operands (${names})${more}`;
}

function takes(
	{ operands, optional, repeated }: OperationSpec,
	count: number,
): boolean {
	if (repeated === "operand") return count > 0;
	const extra = count - operands.length;
	return extra === 0 || extra === optional?.length;
}

function operandAt(
	{ operands, optional, repeated }: OperationSpec,
	index: number,
): OperandSpec | undefined {
	if (repeated === "operand") return operands[0];
	return operands[index] ?? optional?.[index - operands.length];
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
	const spec = specOf(where, op);
	if (!takes(spec, inputs.length))
		refuse(where, showOperands(spec), String(inputs.length));
	inputs.forEach((value, i) => {
		const operand = operandAt(spec, i) as OperandSpec;
		const dtype = dtypeOf(operand);
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
	for (const name in attributes) {
		const { accepts, expected } = attributes[name] as AttributeType<unknown>;
		if (!accepts(given[name]))
			refuse(
				where,
				`attribute ${name} to be ${expected}`,
				JSON.stringify(given[name]) ?? "none",
			);
	}
	for (const name in given)
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
	return applyShapeRule(op, inputs, attributes, where);
}

/** Names of the results of a node: its own, followed by the result's if there are several. */
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
