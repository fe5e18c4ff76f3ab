import type { SchemaElement } from "hyparquet";
import { ExactNumber, exactFloat, exactInteger } from "../json/exact-number.ts";
import { orderedObject } from "../json/key-order.ts";
import { isObject, type JsonPlace, parseRowJson } from "../json/parse-json.ts";

interface Node {
	readonly element: SchemaElement;
	readonly children: readonly Node[];
}

/** From a record as hyparquet decodes it to the value of a row; `place` is named if a JSON column holds none. */
export type ReadRecord = (
	record: Readonly<Record<string, unknown>>,
	place: JsonPlace,
) => Record<string, unknown>;

/**
 * How records of a file with this schema become rows. Integers stay integers and floats stay floats, whatever their value;
 * decimals keep their digits; times are in ISO 8601. Below the columns, a field of a struct that holds null is absent: a
 * struct has the fields of all rows, and null fills those that a row does not have.
 */
export function recordReader(schema: readonly SchemaElement[]): ReadRecord {
	const elements = [...schema];
	const columns = nodeOf(elements).children;
	return (record, place) =>
		orderedObject(
			columns.map((column) => {
				const { name } = column.element;
				return [name, convert(record[name], column, place)] as const;
			}),
		);
}

/** Takes an element and all below it from the front of a schema, which lists them depth first. */
function nodeOf(elements: SchemaElement[]): Node {
	const element = elements.shift() ?? { name: "" };
	const count = element.num_children ?? 0;
	const children = Array.from({ length: count }, () => nodeOf(elements));
	return { element, children };
}

/** Whether hyparquet decodes decimals of this column by way of doubles unless it is told that they are none. */
export function isExactDecimal({ converted_type, type }: SchemaElement) {
	return converted_type === "DECIMAL" && type !== "BYTE_ARRAY";
}

function convert(value: unknown, node: Node, place: JsonPlace): unknown {
	if (value === null || value === undefined) return null;
	const { element, children } = node;
	const [inner] = children;
	if (Array.isArray(value) || isNumbers(value)) {
		const item = element.converted_type === "LIST" ? itemOf(node) : node;
		return Array.from(value, (one) => convert(one, item, place));
	}
	if (inner === undefined) return leafOf(value, element, place);
	if (!isObject(value)) return value;
	if (element.converted_type === "MAP") {
		const [, entry] = inner.children;
		return orderedObject(
			Object.entries(value).map(([key, one]) => [
				key,
				entry ? convert(one, entry, place) : one,
			]),
		);
	}
	return orderedObject(
		children
			.map(
				(child) =>
					[
						child.element.name,
						convert(value[child.element.name], child, place),
					] as const,
			)
			.filter(([, field]) => field !== null),
	);
}

function isNumbers(value: unknown): value is Iterable<unknown> {
	return ArrayBuffer.isView(value) && !(value instanceof Uint8Array);
}

/** What a list holds: most files name a group between the list and its items. */
function itemOf(list: Node): Node {
	const [group] = list.children;
	const [item, ...others] = group?.children ?? [];
	return (others.length === 0 ? item : group) ?? group ?? list;
}

function leafOf(
	value: unknown,
	element: SchemaElement,
	place: JsonPlace,
): unknown {
	if (isExactDecimal(element)) return decimalOf(value, element.scale ?? 0);
	if (typeof value === "bigint")
		return exactInteger(
			isUnsigned(element) ? BigInt.asUintN(64, value) : value,
		);
	if (typeof value === "number")
		return isFloat(element) ? exactFloat(value) : value;
	if (typeof value === "string" && element.converted_type === "JSON")
		return parseRowJson(value, place);
	if (value instanceof Date)
		return Number.isNaN(value.getTime()) ? null : value.toISOString();
	return value;
}

function isFloat({ type, logical_type }: SchemaElement): boolean {
	return (
		type === "FLOAT" || type === "DOUBLE" || logical_type?.type === "FLOAT16"
	);
}

function isUnsigned({ converted_type, logical_type }: SchemaElement): boolean {
	if (converted_type === "UINT_64") return true;
	return logical_type?.type === "INTEGER" && !logical_type.isSigned;
}

/** A decimal from its unscaled integer, which is a number, a bigint or the bytes of one, the highest first. */
function decimalOf(value: unknown, scale: number): unknown {
	const unscaled =
		value instanceof Uint8Array
			? BigInt.asIntN(
					8 * value.length,
					BigInt(`0x0${Buffer.from(value).toString("hex")}`),
				)
			: BigInt(value as number | bigint);
	if (scale === 0) return exactInteger(unscaled);
	const negative = unscaled < 0n;
	const digits = String(negative ? -unscaled : unscaled).padStart(
		scale + 1,
		"0",
	);
	const text = `${negative ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
	return new ExactNumber("float", text, Number(text));
}
