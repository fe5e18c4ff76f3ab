import { TemperError } from "../../core/error.ts";
import type { Adapter } from "../../formats/peft/adapter.ts";
import { readAdapter } from "../../formats/peft/read-adapter.ts";
import type { Trainable } from "../../nn/parameters.ts";
import { adapterTensors, placeAdapter } from "../../policy/open-adapter.ts";
import { Policy } from "../../policy/policy.ts";
import type { ResolvedTune } from "../../recipes/resolve/resolve-recipe.ts";
import type { Prepared } from "./prepare.ts";

type Shaped = Pick<Trainable, "name" | "shape">;

/**
 * A policy as it is before the first step of a stage: new adapters, those that the recipe continues from, or the
 * checkpoint's weights. Throws `weights` for an adapter of another rank or of other layers.
 */
export async function startingPolicy(
	{ model, tuning, recipe }: Prepared,
	trainables: readonly Shaped[],
): Promise<Policy> {
	const policy = await Policy.initial(trainables, model, tuning, recipe.seed);
	const { tune } = recipe;
	if (tune.kind !== "lora" || tune.from === null) return policy;
	const adapter = await readAdapter(tune.from);
	const saved = adapterTensors(
		placeAdapter(adapter, model.architecture, tune.from),
	);
	requireScale(adapter, tune, tune.from);
	requireSame(saved, policy.tensors, tune.from);
	policy.restore(saved);
	return policy;
}

/** A reward head, which no adapter of a policy has, begins anew. */
function requireSame(
	saved: readonly Shaped[],
	wanted: readonly Shaped[],
	where: string,
): void {
	const key = ({ name, shape }: Shaped) => `${name} [${shape.join(", ")}]`;
	const known = new Set(wanted.map(key));
	const found = new Set(saved.map(key));
	const missing = wanted.find(
		(one) => one.name.includes(".lora_") && !found.has(key(one)),
	);
	const alien = saved.find((one) => !known.has(key(one)));
	const one = missing ?? alien;
	if (!one) return;
	throw new TemperError("weights", {
		where,
		expected: "adapters of the rank and layers that the recipe names",
		found: missing ? `none that is ${key(one)}` : key(one),
		hint: "Set tune.rank and tune.targets as the adapter has them.",
	});
}

/** What the factors' product is multiplied by is no part of them. */
function requireScale(
	adapter: Adapter,
	{ alpha, rslora }: Extract<ResolvedTune, { kind: "lora" }>,
	where: string,
): void {
	if (adapter.alpha === alpha && adapter.rslora === rslora) return;
	const show = (one: { alpha: number; rslora: boolean }) =>
		`alpha ${one.alpha} ${one.rslora ? "with" : "without"} rslora`;
	throw new TemperError("weights", {
		where,
		expected: `${show({ alpha, rslora })}, as the recipe has it`,
		found: show(adapter),
		hint: "Set tune.alpha and tune.rslora as the adapter has them.",
	});
}
