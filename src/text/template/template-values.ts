import { Environment } from "@huggingface/jinja";
import { ExactNumber } from "../../formats/json/exact-number.ts";
import { orderedEntries } from "../../formats/json/key-order.ts";

/** A value of the jinja library, which does not export its classes. */
export interface TemplateValue {
	readonly type: string;
	readonly value: unknown;
	/** All digits of an integer beyond 2^53, whose `value` is the nearest double. */
	digits?: string;
	/** Of the JSON text of a call's arguments: the object that it holds, or null if it holds none. */
	decoded?: TemplateValue | null;
}

type ValueClass = new (value?: unknown) => TemplateValue;

function classOf(sample: unknown): ValueClass {
	return libraryValue(sample).constructor as ValueClass;
}

function libraryValue(value: unknown): TemplateValue {
	return new Environment().set("value", value);
}

const IntegerValue = classOf(1);
const FloatValue = classOf(0.5);
const StringValue = classOf("");
const BooleanValue = classOf(true);
const NullValue = classOf(null);
const ArrayValue = classOf([]);
const ObjectValue = classOf({});

export const textValue = (text: string) => new StringValue(text);
export const booleanValue = (value: boolean) => new BooleanValue(value);

/**
 * A plain value as a template finds it: numbers keep their digits and their kind, keys their order. Throws an `Error` for
 * bytes, which no template can write.
 */
export function templateValue(value: unknown): TemplateValue {
	if (value instanceof ExactNumber) {
		if (value.kind === "float") return new FloatValue(value.value);
		return Object.assign(new IntegerValue(value.value), { digits: value.text });
	}
	if (typeof value === "string") return new StringValue(value);
	if (value === null) return new NullValue();
	if (Array.isArray(value)) return new ArrayValue(value.map(templateValue));
	if (typeof value !== "object") return libraryValue(value);
	if (ArrayBuffer.isView(value))
		throw new Error("bytes cannot be written by a template");
	const entries = orderedEntries(value).map(
		([key, one]) => [key, templateValue(one)] as const,
	);
	return new ObjectValue(new Map(entries));
}

export const templateList = (items: readonly TemplateValue[]) =>
	new ArrayValue([...items]);

/** A field of an object; undefined if it has none or the value is no object. */
export function fieldOf(
	object: TemplateValue | undefined,
	name: string,
): TemplateValue | undefined {
	if (!(object?.value instanceof Map)) return undefined;
	return object.value.get(name) as TemplateValue | undefined;
}

/** The items of a list; none if the value is no list. */
export function itemsOf(list: TemplateValue | undefined): TemplateValue[] {
	return Array.isArray(list?.value) ? (list.value as TemplateValue[]) : [];
}
