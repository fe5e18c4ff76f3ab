import type { StoredTensor } from "../../src/core/dtype.ts";
import type { RecordedCase } from "./recorded-case.ts";

/** What is trained: the whole model, or the adapter. Names of quantities begin with it. */
export type Scope = "" | "lora.";

/** Everything that was recorded of one objective in one scope. */
export interface RecordedObjective {
	/** `minor-sft@0.5` */
	readonly name: string;
	/** As `case.json` has it: `lora.sft`. */
	readonly key: string;
	readonly loss: number | undefined;
	readonly trajectory: readonly (readonly number[])[] | undefined;
	readonly normName: string;
	readonly norm: StoredTensor | undefined;
	readonly gradients: readonly RecordedGradient[];
}

export interface RecordedGradient {
	readonly quantity: string;
	/** The trainable tensor, as the recorder calls it: the end of `quantity`. */
	readonly name: string;
	/** The same, as the package calls it. */
	readonly parameter: string;
	readonly stored: StoredTensor;
}

/** The objectives of a scope, in the order of `case.json`. */
export function recordedObjectives(
	recorded: RecordedCase,
	scope: Scope,
): RecordedObjective[] {
	const { losses, trajectories, tensors } = recorded;
	const keys = [...Object.keys(losses), ...Object.keys(trajectories)];
	const norms = [...tensors.keys()]
		.filter((name) => name.startsWith(`${scope}gradnorm.`))
		.map((name) => name.replace("gradnorm.", ""));
	const own = [...keys, ...norms].filter(
		(key) => key.startsWith("lora.") === (scope === "lora."),
	);
	return [...new Set(own)].map((key) =>
		recordedObjective(recorded, scope, key),
	);
}

function recordedObjective(
	{ losses, trajectories, tensors }: RecordedCase,
	scope: Scope,
	key: string,
): RecordedObjective {
	const name = key.slice(scope.length);
	const normName = `${scope}gradnorm.${name}`;
	const start = gradientStart(scope, name);
	const gradients: RecordedGradient[] = [];
	for (const [quantity, stored] of tensors) {
		if (start === null || !quantity.startsWith(start)) continue;
		const name = quantity.slice(start.length);
		gradients.push({ quantity, name, parameter: parameterOf(name), stored });
	}
	return {
		name,
		key,
		loss: losses[key],
		trajectory: trajectories[key],
		normName,
		norm: tensors.get(normName),
		gradients,
	};
}

/** An adapter's gradients were recorded of SFT alone, without its name. */
function gradientStart(scope: Scope, name: string): string | null {
	if (scope === "") return `grad.${name}.`;
	return name === "sft" ? "lora.grad." : null;
}

/** PEFT's name of an adapter's tensor in memory, as it is in a file and here. */
function parameterOf(name: string): string {
	return name.replace(/^base_model\.model\./, "").replace(/\.default\./, ".");
}
