import {
	alone,
	type Example,
	type Group,
	supervisedCount,
} from "../../data/example.ts";
import { joinRows, type PackedRows, packRows } from "../../data/pack.ts";
import type { Buffer, Buffers, GraphSession } from "../../graph/session.ts";
import type { Model } from "../../models/model.ts";
import type { Trainable } from "../../nn/parameters.ts";
import type { Objective } from "../../objectives/objective.ts";
import { dropoutMasks } from "../../policy/dropout.ts";
import { type GraphOptions, stepGraph } from "../../policy/graphs.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Backend } from "../../runtime/open-session.ts";
import { openSession } from "../../runtime/open-session.ts";
import type {
	Baseline,
	Given,
	HeldRows,
	MicroBatchResult,
	ReferenceBatch,
} from "../step.ts";
import { heldAlone, nothingHeld } from "./anchor-inputs.ts";
import { GradientSums, type Place } from "./gradient-sums.ts";
import { hiddenOf, statesOf } from "./graph-baseline.ts";

/** Adds up gradients of an objective over micro-batches, at any policy. */
export interface Gradients {
	readonly trainables: readonly Trainable[];
	/** Gradients of the objective's numerator, summed over the micro-batches since `clear`, in the order of the trainables. */
	readonly gradients: readonly Float32Array[];
	/** Micro-batches that are computed at the same time. */
	readonly width: number;
	/** From now on the gradients are summed in these arrays. */
	sumIn(arrays: readonly Float32Array[]): void;
	clear(): void;
	/**
	 * One micro-batch. `dropoutSeed` decides what dropout drops. More calls may be made before the first one ends; gradients are
	 * summed in the order of the calls.
	 */
	run(
		groups: readonly Group[],
		policy: Policy,
		given: Given,
		dropoutSeed: number,
	): Promise<MicroBatchResult>;
	/**
	 * One micro-batch of rows that are held to the base: adds the gradient of `strength` times the sum of
	 * KL(base || policy) over their supervised tokens, and returns that sum.
	 */
	hold(
		rows: HeldRows,
		strength: number,
		policy: Policy,
		given: Given,
		dropoutSeed: number,
	): Promise<number>;
	dispose(): Promise<void>;
}

/** Runs micro-batches in a session of the step graph and sums their gradients. */
export class Stepper implements Gradients {
	readonly trainables: readonly Trainable[];
	readonly #session: GraphSession;
	readonly #sums: GradientSums;
	readonly #model: Model;
	readonly #options: GraphOptions;
	readonly #endIds: ReadonlySet<number>;
	/** Whether the objective reads an answer at its last token. */
	readonly #readsRewards: boolean;

	private constructor(
		session: GraphSession,
		trainables: readonly Trainable[],
		model: Model,
		options: GraphOptions,
		endIds: ReadonlySet<number>,
	) {
		this.#session = session;
		this.trainables = trainables;
		this.#model = model;
		this.#options = options;
		this.#endIds = endIds;
		this.#readsRewards = session.inputs.includes("lasts");
		this.#sums = new GradientSums(trainables);
	}

	static async create(
		model: Model,
		objective: Objective,
		options: GraphOptions,
		device: Backend,
		endIds: ReadonlySet<number>,
		width = 1,
	): Promise<Stepper> {
		const { graph, trainables } = stepGraph(model, objective, options);
		const session = await openSession(graph, device, width);
		return new Stepper(session, trainables, model, options, endIds);
	}

	get width(): number {
		return this.#session.width ?? 1;
	}

	/** Sums over the micro-batches since `clear`, in the order of the trainables. */
	get gradients(): readonly Float32Array[] {
		return this.#sums.arrays;
	}

	sumIn(arrays: readonly Float32Array[]): void {
		this.#sums.keepIn(arrays);
	}

	clear(): void {
		this.#sums.clear();
	}

	/** One micro-batch. `dropoutSeed` decides what dropout drops. Inputs that the objective does not read are ignored. */
	async run(
		groups: readonly Group[],
		policy: Policy,
		given: Given,
		dropoutSeed: number,
	): Promise<MicroBatchResult> {
		const place = this.#sums.take();
		const rows = groups.flat();
		const packed = this.#pack(groups);
		const entries = packed.buffers.targets?.data.length ?? 0;
		const reference = (await given.reference?.(groups)) ?? null;
		const outputs = await this.#run(
			{
				...packed.buffers,
				...(this.#options.anchor &&
					nothingHeld(packed.buffers, this.#positions)),
				...policy.buffers,
				...this.#dropout(packed, dropoutSeed),
				...(reference && referenceInputs(reference, entries)),
				...rowInputs(rows, given, entries),
				...stepInputs(given),
			},
			place,
		);
		return resultOf(rows, packed, outputs, reference);
	}

	/**
	 * A micro-batch of rows that are held to the anchor, for a graph that has one: adds the gradient of `strength` times the
	 * sum of KL(anchor || policy) over their supervised tokens, and returns that sum.
	 */
	async hold(
		{ rows, baselines }: HeldRows,
		strength: number,
		policy: Policy,
		given: Given,
		dropoutSeed: number,
	): Promise<number> {
		const place = this.#sums.take();
		// Objectives on pairs read rows by twos.
		const [first] = rows;
		const even =
			first && rows.length % 2 === 1 ? [...rows, unanswered(first)] : rows;
		const packed = this.#pack(alone(even));
		const { hiddenSize } = this.#positions;
		const hidden = joinRows(
			rows.map((row, i) =>
				statesOf(baselines[i] as Baseline, supervisedCount(row) * hiddenSize),
			),
		);
		const outputs = await this.#run(
			{
				...heldAlone(packed.buffers, hidden, strength, this.#positions),
				...policy.buffers,
				...this.#dropout(packed, dropoutSeed),
				...stepInputs(given),
			},
			place,
		);
		return outputs.anchor?.data[0] as number;
	}

	async dispose(): Promise<void> {
		await this.#session.dispose();
	}

	get #positions() {
		const { hiddenSize } = this.#model.architecture;
		return { chunks: this.#options.chunks, hiddenSize };
	}

	#dropout({ buffers }: PackedRows, seed: number): Buffers {
		const { tuning } = this.#options;
		if (tuning.kind !== "lora" || tuning.dropout === 0) return {};
		const tokens = buffers.ids?.data.length ?? 0;
		const { architecture } = this.#model;
		return dropoutMasks(tuning, architecture, tokens, seed);
	}

	#pack(groups: readonly Group[]): PackedRows {
		const { windows } = this.#model.architecture;
		const { chunks, sharedPrompts } = this.#options;
		return packRows(groups, {
			...{ windows, chunks, endIds: this.#endIds },
			sharePrompts: sharedPrompts,
			wholeRows: this.#readsRewards,
		});
	}

	/** Runs a micro-batch and adds its gradients to the sums. */
	async #run(
		feeds: Buffers,
		place: Place,
	): Promise<Readonly<Record<string, Buffer>>> {
		const into = this.width === 1 ? this.#sums.targets(place) : {};
		const outputs = await this.#session.run(feeds, into);
		this.#sums.add(place, outputs);
		return outputs;
	}
}

/** Scores of tokens; every other output of a step that crosses the border is a metric. */
const tokenScores: readonly string[] = ["logProb", "entropy", "top1"];

function resultOf(
	rows: readonly Example[],
	{ tokens, supervised, buffers }: PackedRows,
	outputs: Readonly<Record<string, Buffer>>,
	reference: ReferenceBatch | null,
): MicroBatchResult {
	const scalar = (name: string) => outputs[name]?.data[0] as number;
	const arrays = Object.entries(outputs).flatMap(([name, { data }]) => {
		const values = data as Float32Array;
		if (tokenScores.includes(name))
			return [[name, values.subarray(0, supervised)] as const];
		return name.startsWith("metric.") ? [[name, values] as const] : [];
	});
	return {
		...{ rows, tokens, supervised },
		ends: (buffers.ends as Buffer).data.subarray(0, supervised),
		...{ sum: scalar("loss"), weight: scalar("weight") },
		outputs: Object.fromEntries(arrays),
		reference: reference?.logProb ?? null,
	};
}

function referenceInputs(
	{ logProb, baseline }: ReferenceBatch,
	entries: number,
): Buffers {
	const scores = new Float32Array(entries);
	scores.set(logProb);
	return {
		reference: { data: scores, dims: [entries] },
		...(baseline && { baseHidden: hiddenOf(baseline)[0] as Buffer }),
	};
}

/** A row of which nothing is packed. */
function unanswered(row: Example): Example {
	return { ...row, mask: new Uint8Array(row.mask.length) };
}

function rowInputs(
	rows: readonly Example[],
	{ sampled, advantage }: Given,
	entries: number,
): Buffers {
	return {
		...(sampled && {
			sampled: { data: joinRows(rows.map(sampled), entries), dims: [entries] },
		}),
		...(advantage && {
			advantages: {
				data: Float32Array.from(rows, advantage),
				dims: [rows.length],
			},
		}),
	};
}

/** Numbers that a whole step shares. */
function stepInputs({ statistic, strength }: Given): Buffers {
	const scalar = (value: number) => ({
		data: Float32Array.of(value),
		dims: [],
	});
	return {
		...(statistic !== null && { statistic: scalar(statistic) }),
		...(strength !== null && { strength: scalar(strength) }),
	};
}
