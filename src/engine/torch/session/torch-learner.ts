import { existsSync } from "node:fs";
import { join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import type { NamedTensor } from "../../../core/named-tensor.ts";
import { dropoutSeeds } from "../../../core/random.ts";
import type { Example } from "../../../data/example.ts";
import { joinRows } from "../../../data/pack.ts";
import { openModelFiles } from "../../../formats/model-files.ts";
import { readTensor } from "../../../formats/safetensors/tensor-data.ts";
import type { ModelShape } from "../../../models/architecture.ts";
import type { ShapedModel } from "../../../models/model.ts";
import type { Tuning } from "../../../nn/parameters.ts";
import { sft } from "../../../objectives/imitation/sft.ts";
import { lowerObjective } from "../../../objectives/lower.ts";
import { rewardHead } from "../../../policy/graphs.ts";
import type {
	DrawBack,
	Learner,
	LearnerName,
	LearnerOptions,
	LearnerState,
	PlacedModel,
	ReadableTensor,
	SavedState,
	TensorShape,
} from "../../engine.ts";
import type {
	Baseline,
	Given,
	Hold,
	StepPlan,
	StepResult,
} from "../../step.ts";
import type { TorchGroup } from "../process.ts";
import type { Message, WireTensors } from "../wire.ts";
import { floats, microBatchResults, outputExtents } from "./results.ts";
import { perRow, rowTensors, tokensOf } from "./rows.ts";
import {
	type FrozenName,
	frozenBaseline,
	TorchWeights,
} from "./torch-weights.ts";

/** A tuning as JSON. */
export function tuningFields(tuning: Tuning) {
	return tuning.kind === "lora"
		? { ...tuning, paths: [...tuning.paths] }
		: tuning;
}

/** The tensors that are trained of a model, apart from those of a full tuning. */
export function adapterShapes(
	tuning: Extract<Tuning, { kind: "lora" }>,
	{ linears, hiddenSize }: Pick<ModelShape, "linears" | "hiddenSize">,
	reward: boolean,
): TensorShape[] {
	const { rank, paths } = tuning;
	const factors = linears
		.filter(({ path }) => paths.has(path))
		.flatMap(({ path, inFeatures, outFeatures }) => [
			{ name: `${path}.lora_A.weight`, shape: [rank, inFeatures] },
			{ name: `${path}.lora_B.weight`, shape: [outFeatures, rank] },
		]);
	const head = { name: rewardHead, shape: [1, hiddenSize] };
	return reward ? [...factors, head] : factors;
}

function asTensors(tensors: readonly NamedTensor[]): WireTensors {
	return Object.fromEntries(
		tensors.map(({ name, shape, data }) => [name, { shape, data }]),
	);
}

interface Place {
	readonly group: TorchGroup;
	readonly on: PlacedModel;
	readonly endIds: ReadonlySet<number>;
	/** Told the answer to each step, which says how much memory the processes have used. */
	readonly measure: (reply: Message) => void;
}

/** What is trained in the processes, under a name. */
export class TorchLearner implements Learner {
	readonly weights: TorchWeights;
	readonly parameters: number;
	readonly #place: Place;
	readonly #name: string;
	readonly #tuning: Tuning;
	readonly #extents: ReturnType<typeof outputExtents>;

	private constructor(
		name: LearnerName,
		parameters: number,
		{ tuning, objective }: LearnerOptions,
		place: Place,
	) {
		this.weights = new TorchWeights("now", name);
		this.parameters = parameters;
		this.#place = place;
		this.#name = name;
		this.#tuning = tuning;
		this.#extents = outputExtents(objective);
	}

	static async create(
		name: LearnerName,
		options: LearnerOptions,
		place: Place,
	): Promise<TorchLearner> {
		const reply = await openLearner(name, options, place);
		const { trained } = reply.fields;
		return new TorchLearner(name, Number(trained), options, place);
	}

	async step(plan: StepPlan): Promise<StepResult> {
		const { step, learningRate, seed, given, hold } = plan;
		const batches = plan.microBatches.map((groups) => groups.flat());
		const compared = await compare(plan);
		const rows = batches.flat();
		const held = hold?.held.map((part) => part.rows) ?? [];
		const reply = await this.#ask(
			"step",
			{
				...{ step, learningRate },
				seeds: batches.map((_, i) => dropoutSeeds.ofMicroBatch(seed, i)),
				statistic: given.statistic,
				strength: given.strength,
				referenceOf: compared.of,
				referenceIsPolicy: this.#isPolicy(given),
				hold: hold && holdFields(hold, seed, batches.length),
			},
			{
				...rowTensors(batches),
				...rowInputs(rows, given),
				...(compared.logProb && { reference: joined(compared.logProb) }),
				...(hold && rowTensors(held, "held.")),
			},
			tokensOf(rows) + tokensOf(held.flat()),
		);
		this.#place.measure(reply);
		const { norm, heldKl } = reply.fields;
		return {
			results: microBatchResults(reply, {
				...{ batches, extents: this.#extents },
				endIds: this.#place.endIds,
				references: compared.logProb,
			}),
			norm: Number(norm),
			heldKl: hold ? Number(heldKl) : null,
		};
	}

	async sftNorm({
		microBatches,
		seed,
	}: Pick<StepPlan, "microBatches" | "seed">): Promise<number> {
		const liked = microBatches
			.map((groups, i) => ({
				rows: groups.flat().filter((row) => row.liked),
				seed: dropoutSeeds.ofMicroBatch(seed, i),
			}))
			.filter(({ rows }) => rows.length > 0);
		const batches = liked.map(({ rows }) => rows);
		const reply = await this.#ask(
			"norm",
			{ ...noNumbers, seeds: liked.map((one) => one.seed) },
			rowTensors(batches),
			tokensOf(batches.flat()),
		);
		return Number(reply.fields.norm);
	}

	async hash(): Promise<string> {
		return String((await this.#ask("hash")).fields.sha256);
	}

	async drawBack(): Promise<DrawBack> {
		await this.#ask("snapshot");
		return {
			place: async (share) => {
				await this.#ask("place", { share });
			},
		};
	}

	/**
	 * All processes write their part of what is trained and of the optimizer, from which a run continues. Adapters are small:
	 * they are in the checkpoint as tensors too, so that it can be exported without PyTorch.
	 */
	async state(prefix = ""): Promise<LearnerState> {
		const write = async (folder: string) => {
			await this.#ask("save", { folder: join(folder, this.#name) });
		};
		const trainable = this.#tuning.kind === "full" ? [] : await this.#read();
		return {
			trainable: trainable.map((tensor) => ({
				...tensor,
				name: `${prefix}${tensor.name}`,
			})),
			...{ optimizer: [], write },
		};
	}

	async restore(saved: SavedState, steps: number): Promise<void> {
		const folder = join(saved.folder, this.#name);
		if (!existsSync(folder))
			throw new TemperError("disk", {
				where: folder,
				expected: "a checkpoint that PyTorch wrote",
				found: "none",
				hint: "A run continues with the engine that it began with.",
			});
		await this.#ask("restore", { folder, step: steps });
	}

	async outcome(scratch: string): Promise<readonly ReadableTensor[]> {
		if (this.#tuning.kind === "full") {
			await this.#ask("write", { folder: scratch });
			return writtenTensors(scratch, this.#place.on.model);
		}
		return (await this.#read()).map(({ name, shape, data }) => ({
			...{ name, shape },
			read: async () => data,
		}));
	}

	/** The values of adapters. */
	async #read(): Promise<NamedTensor[]> {
		const reply = await this.#ask("read");
		return Object.entries(reply.tensors).map(([name, { shape }]) => ({
			...{ name, shape, data: floats(reply, name) },
		}));
	}

	/** What is trained stays with the processes until the session ends. */
	async dispose(): Promise<void> {}

	/** Whether the reference of a step is what the step computes itself: dropout would make it another. */
	#isPolicy({ referenceIsPolicy }: Given): boolean {
		const drops = this.#tuning.kind === "lora" && this.#tuning.dropout > 0;
		return referenceIsPolicy === true && !drops;
	}

	#ask(
		op: string,
		fields: Readonly<Record<string, unknown>> = {},
		tensors: WireTensors = {},
		work = 1,
	): Promise<Message> {
		return this.#place.group.request({
			...{ op, tensors, work },
			fields: { ...fields, name: this.#name },
		});
	}
}

/** Of a step that is not taken. */
const noNumbers = {
	...{ step: 0, learningRate: 0, statistic: null, strength: null },
	...{ referenceOf: null, hold: null },
};

/** Opens a learner in the processes. In full they read the checkpoint themselves. */
async function openLearner(
	name: string,
	{ tuning, objective, optimizer, start }: LearnerOptions,
	{ group, on: { folder, model } }: Place,
): Promise<Message> {
	const reward = objective.trains === "reward";
	const shapes =
		tuning.kind === "lora"
			? adapterShapes(tuning, model.architecture, reward)
			: null;
	return group.request({
		op: "learner",
		fields: {
			...{ name, model: folder, reward, tuning: tuningFields(tuning) },
			objective: lowerObjective(objective),
			sftGraph: lowerObjective(sft()),
			optimizer,
		},
		tensors: asTensors(shapes ? await start(shapes) : []),
	});
}

/** Opens a saved reward model under a name, to be asked for rewards and never to be trained. */
export async function openSavedRewards(
	group: TorchGroup,
	name: string,
	on: PlacedModel,
	options: Pick<LearnerOptions, "tuning" | "objective"> & {
		readonly saved: readonly NamedTensor[];
	},
): Promise<void> {
	const { saved, tuning, objective } = options;
	const byName = new Map(saved.map((tensor) => [tensor.name, tensor]));
	await openLearner(
		name,
		{
			...{ on: "model", tuning, objective, holds: false },
			optimizer: { betas: [0, 0], epsilon: 1, weightDecay: 0, clip: null },
			start: async (shapes) =>
				shapes.map(({ name: key, shape }) => {
					const { data } = byName.get(key) ?? {};
					if (data) return { name: key, shape, data };
					throw new TemperError("weights", {
						where: `reward model, ${key}`,
						expected: `values of shape [${shape.join(", ")}]`,
						found: "none",
					});
				}),
		},
		{ group, on, endIds: new Set(), measure: () => {} },
	);
}

function joined(parts: readonly Float32Array[]) {
	const data = joinRows(parts);
	return { shape: [data.length], data };
}

/** The reference of a step: log-probabilities by micro-batch, and the weights if a whole distribution is compared. */
async function compare({
	microBatches,
	given: { reference },
}: StepPlan): Promise<{
	readonly logProb: readonly Float32Array[] | null;
	readonly of: FrozenName | null;
}> {
	if (!reference) return { logProb: null, of: null };
	const logProb: Float32Array[] = [];
	let of: FrozenName | null = null;
	for (const groups of microBatches) {
		const scored = await reference(groups);
		logProb.push(scored.logProb);
		of = scored.baseline && frozenBaseline(scored.baseline);
	}
	return { logProb, of };
}

function holdFields({ strength, held }: Hold, seed: number, before: number) {
	for (const { baselines } of held) baselines.forEach(requireBase);
	const seeds = held.map((_, i) => dropoutSeeds.ofHeldBatch(seed, before, i));
	return { strength, seeds };
}

/** The processes hold rows to the base. */
function requireBase(baseline: Baseline): void {
	const of = frozenBaseline(baseline);
	if (of === "base") return;
	throw new TemperError("internal", {
		...{ where: "held rows", expected: "the base", found: of },
	});
}

function rowInputs(
	rows: readonly Example[],
	{ sampled, advantage }: Given,
): WireTensors {
	return {
		...(sampled && { sampled: perRow(rows, sampled) }),
		...(advantage && { advantages: perRow(rows, advantage) }),
	};
}

/** The tensors of a model that transformers wrote, by the names that they have in ours. */
async function writtenTensors(
	folder: string,
	{ tensors }: ShapedModel,
): Promise<ReadableTensor[]> {
	const { tensors: written } = await openModelFiles(folder);
	return [...tensors].map(([name, stored]) => {
		const found = written.get(name) ?? written.get(stored.name);
		if (found === undefined)
			throw new TemperError("weights", {
				where: folder,
				expected: `a tensor ${name} among those that transformers wrote`,
				found: "none",
			});
		return { name, shape: stored.shape, read: () => readTensor(found) };
	});
}
