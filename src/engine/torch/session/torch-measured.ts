import { exampleOf } from "../../../data/example.ts";
import { openAnyModel } from "../../../formats/open-any-model.ts";
import type { Generate } from "../../../generate/generate.ts";
import { sft } from "../../../objectives/imitation/sft.ts";
import {
	adapterTensors,
	type OpenedAdapter,
	openAdapter,
} from "../../../policy/open-adapter.ts";
import { requireSameShapes } from "../../../policy/same-shapes.ts";
import type { PlacedModel, SessionOptions } from "../../engine.ts";
import type {
	ComparedModel,
	LikelihoodReader,
	MeasuredModel,
	MeasuredOptions,
	ModelParts,
} from "../../measured.ts";
import type { TorchGroup } from "../process.ts";
import { huggingFaceSampler } from "../sampler.ts";
import { TorchScorer } from "./torch-scorer.ts";
import type { TorchSession } from "./torch-session.ts";
import { TorchBaseline, TorchWeights } from "./torch-weights.ts";

/** A session together with the processes that it asks. */
export interface GroupSession {
	readonly session: TorchSession;
	readonly group: TorchGroup;
}

/** Starts processes that hold the models of a session. */
export type OpenSession = (options: SessionOptions) => Promise<GroupSession>;

type Adapter = OpenedAdapter & { readonly folder: string };

interface Placed extends PlacedModel {
	readonly adapter: Adapter | null;
}

async function placed({ model: folder, adapter }: ModelParts): Promise<Placed> {
	const { model } = await openAnyModel(folder);
	if (adapter === null) return { folder, model, adapter };
	const opened = await openAdapter(adapter, model.architecture);
	return { folder, model, adapter: { ...opened, folder: adapter } };
}

interface Opened {
	readonly scorer: TorchScorer;
	readonly own: TorchWeights;
	readonly other: TorchWeights;
	/** What a recipe's sampler draws from the measured model, and from the same folder without its adapter. */
	readonly speaks: { readonly own: Generate; readonly bare: Generate };
	/** What transformers draws from the other model. */
	readonly speaksOther: Generate;
	dispose(): Promise<void>;
}

/** The weights of the model that is compared with, as a session of a measurement names them. */
function weightsOfOther(other: Placed | null): TorchWeights {
	return new TorchWeights(other?.adapter ? "reference" : "base", null);
}

async function openOwn(
	own: Placed,
	other: Placed | null,
	tokens: number,
	open: OpenSession,
): Promise<Opened> {
	const tuning = own.adapter?.tuning ?? ({ kind: "none" } as const);
	const { session, group } = await open({
		...{ model: own, base: other ?? own, tokens },
		reference: other?.adapter ? other : null,
		graph: {
			...{ tuning, precision: "float32", length: 1, chunks: 1 },
			...{ recompute: false, sharedPrompts: false },
		},
		...{ endIds: new Set(), sampling: "float32" },
	});
	try {
		const weights = await tunedWeights(session, own.adapter);
		const drawn = await session.generator();
		const others = huggingFaceSampler(group, { model: other ?? own });
		return {
			scorer: new TorchScorer(group, tokens),
			own: weights ?? new TorchWeights("start", null),
			other: weightsOfOther(other),
			speaks: {
				own: (...given) => drawn.generate(weights, ...given),
				bare: (...given) => drawn.generate(null, ...given),
			},
			speaksOther: (...given) =>
				others.generate(weightsOfOther(other), ...given),
			async dispose() {
				try {
					await drawn.dispose();
				} finally {
					await session.dispose();
				}
			},
		};
	} catch (error) {
		await session.dispose();
		throw error;
	}
}

/** Loads an adapter as one that could be trained; null if there is none. */
async function tunedWeights(
	session: TorchSession,
	adapter: Adapter | null,
): Promise<TorchWeights | null> {
	if (adapter === null) return null;
	const { weights } = await session.learner("policy", {
		...{ on: "model", tuning: adapter.tuning, objective: sft(), holds: false },
		optimizer: { betas: [0, 0], epsilon: 1, weightDecay: 0, clip: null },
		start: async () => adapterTensors(adapter),
	});
	return weights as TorchWeights;
}

/**
 * A model in processes of PyTorch, which are started when it first speaks or reads and hold it until the end, together with the
 * model that it is compared with. Throws `weights` for a folder that holds no whole model and for models of different shapes.
 */
export async function openTorchMeasured(
	{ own: parts, other: against, tokens }: MeasuredOptions,
	open: OpenSession,
): Promise<MeasuredModel> {
	const own = await placed(parts);
	const other = against && (await placed(against));
	if (other) requireSameShapes(other.model, own.model, other.folder);
	let starting: Promise<Opened> | null = null;
	const opened = () => {
		starting ??= openOwn(own, other, tokens, open);
		return starting;
	};
	return {
		shape: own.model.architecture,
		generate: async () => (await opened()).speaks.own,
		likelihoods: () => readerOf(opened, false),
		compared: other && comparedWith(own, other, opened),
		async dispose() {
			// One that could not be opened has said so already.
			const found = await starting?.catch(() => null);
			await found?.dispose();
		},
	};
}

async function readerOf(
	opened: () => Promise<Opened>,
	compares: boolean,
): Promise<LikelihoodReader> {
	const { scorer, own, other } = await opened();
	const against = compares ? new TorchBaseline(other.of) : null;
	return {
		score: async (groups) => (await scorer.score(groups, own, against)).rows,
		dispose: () => scorer.dispose(),
	};
}

function comparedWith(
	own: Placed,
	other: Placed,
	opened: () => Promise<Opened>,
): ComparedModel {
	// A sampler of the recipe's own, such as a server, has only the model that is measured.
	const bare = other.adapter === null && other.folder === own.folder;
	return {
		likelihoods: () => readerOf(opened, true),
		async generate() {
			const { speaks, speaksOther } = await opened();
			return bare ? speaks.bare : speaksOther;
		},
		async places(answers) {
			const { scorer, other: weights } = await opened();
			const rows = answers.map(({ prompt, ids }, i) =>
				exampleOf(String(i), prompt, ids, true),
			);
			return scorer.places(rows, weights);
		},
	};
}
