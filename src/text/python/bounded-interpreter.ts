import { getHeapStatistics } from "node:v8";
import type { Environment } from "@huggingface/jinja";
import { TemperError } from "../../core/error.ts";
import type { TemplateValue } from "../template/template-values.ts";
import { PythonInterpreter } from "./python-interpreter.ts";

/** Processor time, not time of day: a process that was put to sleep is not at fault. Real templates take milliseconds. */
const mostSeconds = 2;
const mostHeap = 256 << 20;
const longestText = 16 << 20;
/** Evaluations, and elements of the lists that they give, between two looks at clock and heap. */
const stride = 1000;

function secondsOfWork(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

/** Renders a template within bounds: one that loops or grows without end is an error, not a hang. Throws `weights`. */
export class BoundedInterpreter extends PythonInterpreter {
	readonly #where: string;
	/** At the first look: reading the clock takes longer than most templates. */
	#began: number | null = null;
	readonly #heap = getHeapStatistics().used_heap_size;
	#sinceLook = 0;

	constructor(environment: Environment, where: string) {
		super(environment);
		this.#where = where;
	}

	override evaluate(node: unknown, environment: Environment): TemplateValue {
		const result = super.evaluate(node, environment);
		const { value } = result;
		this.#sinceLook += Array.isArray(value) ? value.length : 1;
		if (this.#sinceLook > stride) this.#look();
		if (typeof value === "string" && value.length > longestText)
			this.#refuse(
				`texts of at most ${longestText} characters`,
				"a longer one",
			);
		return result;
	}

	#look(): void {
		this.#sinceLook = 0;
		const now = secondsOfWork();
		this.#began ??= now;
		if (now - this.#began > mostSeconds)
			this.#refuse(
				`a template that ends within ${mostSeconds} seconds`,
				"one that does not end",
			);
		if (getHeapStatistics().used_heap_size - this.#heap > mostHeap)
			this.#refuse(
				`a template that uses at most ${mostHeap >> 20} MiB`,
				"one that uses more",
			);
	}

	#refuse(expected: string, found: string): never {
		throw new TemperError("weights", {
			where: this.#where,
			expected,
			found,
			hint: "The chat template may loop forever, or the conversation is extremely long.",
		});
	}
}
