import { gpusHere } from "../../runtime/gpus-here.ts";
import type { EngineRecipe, TorchRecipe } from "../schemas/engine-schema.ts";
import type { Recipe } from "../schemas/recipe-schema.ts";
import { refuse } from "./refuse.ts";
import { samplingOf } from "./row-origin.ts";

/** Every precision of a recipe, of whichever engine. */
export type RecipePrecision = NonNullable<Recipe["precision"]>;

/** The precisions that graphs have. */
type GraphPrecision = "float32" | "mixed" | "int8" | "int4";

const precisions: {
	readonly [K in EngineRecipe["kind"]]: readonly RecipePrecision[];
} = {
	onnx: ["float32", "mixed", "int8", "int4"],
	torch: ["float32", "bfloat16", "nf4", "int8"],
};

/** Throws `recipe` for a precision that the engine does not have, or not together with the rest of the recipe. */
export function refusePrecision(recipe: Recipe): void {
	const { precision, engine, objective } = recipe;
	if (precision !== undefined) {
		refuseElsewhere(precision, engine);
		if (engine.kind === "torch") refuseStored(precision, recipe, engine);
		else refuseFewBits(precision, "precision", recipe);
		if (precision === "int4") refuseSampled(recipe);
	}
	const sampling = samplingOf(objective)?.precision ?? "float32";
	const where = "objective.sampling.precision";
	if (engine.kind === "torch" && sampling !== "float32")
		refuse(
			where,
			"float32 with engine torch",
			sampling,
			"PyTorch draws samples with the weights that it trains: leave this key out.",
		);
	refuseFewBits(sampling, where, recipe);
}

/** A precision of the other engine. */
function refuseElsewhere(
	precision: RecipePrecision,
	{ kind }: EngineRecipe,
): void {
	const own = precisions[kind];
	if (own.includes(precision)) return;
	const hints: Readonly<Partial<Record<RecipePrecision, string>>> = {
		mixed: "With PyTorch, int8 and nf4 store frozen weights in fewer bits.",
		bfloat16: "PyTorch computes in bfloat16: engine: torch.",
		int4: "With PyTorch, nf4 stores frozen weights in 4 bits.",
		nf4: "PyTorch stores frozen weights in nf4: engine: torch. Here int4 comes closest.",
	};
	refuse(
		"precision",
		`one of ${own.join(", ")} with engine ${kind}`,
		precision,
		hints[precision] ?? "",
	);
}

/** Weights of few bits are frozen, and nf4 is whole on each process. */
function refuseStored(
	precision: RecipePrecision,
	{ tune }: Recipe,
	{ shard }: Extract<EngineRecipe, { kind: "torch" }>,
): void {
	if (precision !== "nf4" && precision !== "int8") return;
	if (tune.kind === "full")
		refuse(
			"precision",
			"float32 or bfloat16 with tune full, which freezes nothing",
			precision,
			`${precision} stores frozen weights: use it with tune: lora.`,
		);
	if (shard === "full")
		refuse(
			"engine.shard",
			`auto or none with precision ${precision}`,
			"full",
			"FSDP2 does not shard quantised weights correctly. Use bfloat16 to shard the model, or keep it whole on each GPU.",
		);
}

/** Answers are sampled a token at a time, and each would expand all weights. */
function refuseSampled({ objective }: Recipe): void {
	if (samplingOf(objective) === null) return;
	refuse(
		"precision",
		`float32, mixed or int8 with objective ${objective.kind}, which samples`,
		"int4",
		"Sampling from weights in 4 bits is not supported, and other samples would not be the policy's own.",
	);
}

/** Products in 8 bits exist on a CPU, and the forward pass has them for frozen weights alone. */
function refuseFewBits(
	precision: RecipePrecision,
	where: string,
	{ tune, device }: Recipe,
): void {
	if (precision === "float32") return;
	if (tune.kind === "full" && isOneOf(precision, ["int8", "int4"]))
		refuse(
			where,
			where === "precision"
				? "float32 or mixed with tune full, which freezes nothing"
				: "float32 with tune full, which freezes nothing",
			precision,
			`${precision} holds frozen weights: use it with tune lora.`,
		);
	if (device.kind !== "cpu")
		refuse(
			where,
			`float32 on ${device.kind}`,
			precision,
			"8-bit matrix products exist only on the CPU.",
		);
}

/**
 * What a recipe takes if it names no precision, and why. With ONNX Runtime, adapters on a CPU take int8, which becomes mixed
 * for a model that it would change too much (`settlePrecision`).
 */
export function usualPrecision(
	{ engine, tune, device }: Recipe,
	gpus = gpusHere(),
): { readonly value: RecipePrecision; readonly from: string } {
	if (engine.kind === "torch") return usualTorchPrecision(engine, gpus);
	const frozen = tune.kind === "lora" && device.kind === "cpu";
	return { value: frozen ? "int8" : "float32", from: "tune and device" };
}

/** What PyTorch computes in if nothing is named, and why. */
export function usualTorchPrecision(
	{ launch }: Pick<TorchRecipe, "launch">,
	gpus = gpusHere(),
): { readonly value: RecipePrecision; readonly from: string } {
	return gpus > 0 || launch !== null
		? { value: "bfloat16", from: "engine torch on GPUs" }
		: { value: "float32", from: "engine torch without a GPU" };
}

function isOneOf<Few extends RecipePrecision>(
	precision: RecipePrecision,
	few: readonly Few[],
): precision is Few {
	return (few as readonly RecipePrecision[]).includes(precision);
}

/** The precision of graphs; an engine that builds none leaves it unread. */
export function graphPrecision(precision: RecipePrecision): GraphPrecision {
	return isOneOf(precision, ["mixed", "int8", "int4"]) ? precision : "float32";
}
