import { type Environment, Interpreter } from "@huggingface/jinja";
import {
	booleanValue,
	itemsOf,
	type TemplateValue,
	templateList,
	textValue,
} from "../template/template-values.ts";
import { pythonEqual } from "./python-equal.ts";
import { isStripMethod, stripText } from "./python-strip.ts";
import {
	type JsonStyle,
	pythonJson,
	pythonText,
	pythonTypeOf,
} from "./python-text.ts";

/** A part of a parsed template, as far as this file looks into it. */
interface Node {
	readonly type: string;
	readonly value?: unknown;
}

interface Binary extends Node {
	readonly left: Node;
	readonly right: Node;
	readonly operator: { readonly value: string };
}

interface Filtered extends Node {
	readonly operand: Node;
	readonly filter: Node & {
		readonly callee?: Node;
		readonly args?: readonly Node[];
	};
}

interface Loop extends Node {
	readonly iterable: Node & { readonly lhs?: Node };
}

interface Test extends Node {
	readonly operand: Node;
	readonly test: Node;
	readonly negate?: boolean;
}

interface Call extends Node {
	readonly callee: Node & {
		readonly object?: Node;
		readonly property?: Node;
		readonly computed?: boolean;
	};
	readonly args: readonly Node[];
}

/** A value that stands in the place of the part of a template that it came of. */
interface Evaluated extends Node {
	readonly type: "Evaluated";
	readonly value: TemplateValue;
}

/** What the library's interpreter is: its own declarations do not resolve in a package of modules. */
const JinjaInterpreter = Interpreter as unknown as new (
	environment: Environment,
) => {
	run(program: unknown): TemplateValue;
	evaluate(node: unknown, environment: Environment): TemplateValue;
	evaluateBlock(
		nodes: readonly Node[],
		environment: Environment,
	): TemplateValue;
};

/** Tests of types that the library answers otherwise than Python, or not at all, with the types for which they hold. */
const typeTests: Readonly<Record<string, readonly string[]>> = {
	float: ["FloatValue"],
	number: ["BooleanValue"],
	iterable: ["ObjectValue", "TupleValue"],
};

/** Filters that take the text of any value, as jinja has it. */
const textFilters = new Set(["upper", "lower", "capitalize", "title", "trim"]);

/** Statements whose value is no text of the template. */
const silent = new Set(["Set", "Macro", "Comment"]);

/**
 * The library's interpreter with values written as Python writes them: by `json.dumps` in `tojson` (with the arguments that
 * transformers gives it), by `str()` everywhere else. As in Python, `+` joins no text with a number.
 */
export class PythonInterpreter extends JinjaInterpreter {
	override evaluate(node: unknown, environment: Environment): TemplateValue {
		const { type } = (node ?? {}) as Node;
		if (type === "Evaluated") return (node as Evaluated).value;
		if (type === "BinaryExpression")
			return this.#binary(node as Binary, environment);
		if (type === "FilterExpression")
			return this.#filtered(node as Filtered, environment);
		if (type === "TestExpression")
			return this.#tested(node as Test, environment);
		if (type === "CallExpression")
			return this.#called(node as Call, environment);
		if (type === "For")
			return super.evaluate(this.#loop(node as Loop, environment), environment);
		return super.evaluate(node, environment);
	}

	override evaluateBlock(
		nodes: readonly Node[],
		environment: Environment,
	): TemplateValue {
		let text = "";
		for (const node of nodes) {
			const value = this.evaluate(node, environment);
			if (!silent.has(node.type)) text += pythonText(value);
		}
		return textValue(text);
	}

	#binary(node: Binary, environment: Environment): TemplateValue {
		const { value: operator } = node.operator;
		if (operator === "and" || operator === "or")
			return super.evaluate(node, environment);
		const left = this.evaluate(node.left, environment);
		const right = this.evaluate(node.right, environment);
		if (operator === "~")
			return textValue(pythonText(left) + pythonText(right));
		if (operator === "+") requireJoinable(left, right);
		if (operator === "==") return booleanValue(pythonEqual(left, right));
		if (operator === "!=") return booleanValue(!pythonEqual(left, right));
		const sides = { left: evaluated(left), right: evaluated(right) };
		return super.evaluate({ ...node, ...sides }, environment);
	}

	/** The library's `strip`, `lstrip` and `rstrip` take JavaScript's white space, whatever characters they are given. */
	#called(node: Call, environment: Environment): TemplateValue {
		const { callee, args } = node;
		const method = String(callee.property?.value);
		if (
			callee.type !== "MemberExpression" ||
			callee.computed === true ||
			!isStripMethod(method)
		)
			return super.evaluate(node, environment);
		const object = this.evaluate(callee.object, environment);
		const [given] = this.#arguments(args, environment).values();
		if (object.type === "StringValue" && isCharacters(given))
			return textValue(stripped(object, method, given));
		const known = { ...callee, object: evaluated(object) };
		return super.evaluate({ ...node, callee: known }, environment);
	}

	/** A loop over what is not defined is empty in jinja, and an error in the library. */
	#loop(node: Loop, environment: Environment): Loop {
		const { iterable } = node;
		const { lhs } = iterable;
		const over = this.evaluate(lhs ?? iterable, environment);
		const items = evaluated(
			over.type === "UndefinedValue" ? templateList([]) : over,
		);
		const known = lhs === undefined ? items : { ...iterable, lhs: items };
		return { ...node, iterable: known };
	}

	#tested(node: Test, environment: Environment): TemplateValue {
		const operand = this.evaluate(node.operand, environment);
		const types = typeTests[String(node.test.value)];
		if (types?.includes(operand.type)) return booleanValue(!node.negate);
		if (node.test.value === "float") return booleanValue(node.negate === true);
		const known = { ...node, operand: evaluated(operand) };
		return super.evaluate(known, environment);
	}

	#filtered(node: Filtered, environment: Environment): TemplateValue {
		const { filter } = node;
		const name = String(filter.callee?.value ?? filter.value);
		const given = this.evaluate(node.operand, environment);
		const operand = textFilters.has(name)
			? textValue(pythonText(given))
			: given;
		const args = () => this.#arguments(filter.args ?? [], environment);
		switch (name) {
			case "tojson":
				return textValue(pythonJson(operand, styleOf(args())));
			case "string":
				return textValue(pythonText(operand));
			case "trim": {
				const [characters] = args().values();
				if (!isCharacters(characters)) break;
				return textValue(stripped(operand, "strip", characters));
			}
			case "int":
				if (operand.digits !== undefined) return operand;
				break;
			case "join": {
				if (operand.type !== "ArrayValue" && operand.type !== "TupleValue")
					break;
				const [separator = args().get("d")] = args().values();
				const items = itemsOf(operand).map(pythonText);
				return textValue(items.join(separator ? pythonText(separator) : ""));
			}
		}
		const known = { ...node, operand: evaluated(operand) };
		return super.evaluate(known, environment);
	}

	/** Arguments of a call by their names, or by their places from 0. */
	#arguments(
		nodes: readonly Node[],
		environment: Environment,
	): Map<string, TemplateValue> {
		const named = nodes.map((node, place) => {
			const { key } = node as Node & { readonly key?: Node };
			const isNamed = node.type === "KeywordArgumentExpression";
			const value = isNamed ? (node.value as Node) : node;
			const name = isNamed ? String(key?.value) : String(place);
			return [name, this.evaluate(value, environment)] as const;
		});
		return new Map(named);
	}
}

function evaluated(value: TemplateValue): Evaluated {
	return { type: "Evaluated", value };
}

/** Whether an argument can name the characters to strip: none at all and None name white space. */
function isCharacters(given: TemplateValue | undefined): boolean {
	return (
		given === undefined ||
		given.type === "StringValue" ||
		given.type === "NullValue"
	);
}

function stripped(
	{ value }: TemplateValue,
	method: Parameters<typeof stripText>[1],
	given: TemplateValue | undefined,
): string {
	const named = given?.type === "StringValue";
	return named
		? stripText(String(value), method, String(given.value))
		: stripText(String(value), method);
}

/** Throws an `Error` if one side of `+` is a text and the other is none. */
function requireJoinable(left: TemplateValue, right: TemplateValue): void {
	const isText = (side: TemplateValue) => side.type === "StringValue";
	if (isText(left) === isText(right)) return;
	const other = pythonTypeOf(isText(left) ? right : left);
	throw new Error(`can only concatenate str (not "${other}") to str`);
}

/** The style that arguments of `tojson` ask for, in the order of transformers' own filter. */
function styleOf(args: ReadonlyMap<string, TemplateValue>): JsonStyle {
	const given = (name: string, place: number) => {
		const value = args.get(name) ?? args.get(String(place));
		return value === undefined || value.type === "NullValue" ? null : value;
	};
	const indent = given("indent", 1);
	const separators = itemsOf(given("separators", 2) ?? undefined);
	const [item, key] = separators.map(pythonText);
	return {
		ensureAscii: given("ensure_ascii", 0)?.value === true,
		indent: indent && indentOf(indent),
		separators: [item ?? (indent ? "," : ", "), key ?? ": "],
		sortKeys: given("sort_keys", 3)?.value === true,
	};
}

function indentOf({ type, value }: TemplateValue): string {
	return type === "StringValue" ? String(value) : " ".repeat(Number(value));
}
