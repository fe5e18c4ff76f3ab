import { tmpdir } from "node:os";
import path from "node:path";
import { alone, type Example } from "../../src/data/example.ts";
import { packRows } from "../../src/data/pack.ts";
import { openModel } from "../../src/formats/open-model.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { stepGraph } from "../../src/policy/graphs.ts";
import { Policy } from "../../src/policy/policy.ts";
import { lower } from "../../src/runtime/lower/lower.ts";
import { OnnxSession } from "../../src/runtime/onnx-session.ts";
import { chunks, stepOptions } from "../step/workload.ts";

/** What each part of a start takes, in the unit of the clock. */
export interface StartParts {
	/** Opening the model, with the check that its values are finite. */
	readonly reading: number;
	/** Building the training step with its gradients. */
	readonly graph: number;
	readonly lowering: number;
	/** Weights to 8 bits, rotated if the precision does that. */
	readonly rounding: number;
	/** Graph optimisation, packing and copying of weights. */
	readonly runtime: number;
	readonly run: number;
	/** The second run, which is a step as all others. */
	readonly again: number;
}

/** Starts a training of adapters of rank 8 and runs its first step of 256 tokens. */
export async function timedStart(
	folder: string,
	precision: string,
	threads: number,
	clock: () => number,
): Promise<StartParts> {
	let last = clock();
	const lap = () => {
		const before = last;
		last = clock();
		return last - before;
	};
	const { model } = await openModel(folder, { checkValues: true });
	const reading = lap();
	const options = stepOptions(model, precision as Precision);
	const { graph, trainables } = stepGraph(model, sft(), options);
	const built = lap();
	verifyGraph(graph);
	lower(graph, "cpu", path.join(tmpdir(), "never-written.weights"));
	const lowering = lap();
	let rounding = 0;
	const session = await OnnxSession.create(graph, {
		...{ device: "cpu", threads },
		// It verifies and lowers once more.
		onWeights() {
			rounding = Math.max(0, lap() - lowering);
		},
	});
	const runtime = lap();
	const policy = await Policy.initial(trainables, model, options.tuning, 0);
	const { buffers } = packRows(alone([row(256)]), {
		...{ windows: model.architecture.windows, chunks, endIds: new Set() },
	});
	lap();
	await session.run({ ...buffers, ...policy.buffers });
	const run = lap();
	await session.run({ ...buffers, ...policy.buffers });
	const again = lap();
	await session.dispose();
	return { reading, graph: built, lowering, rounding, runtime, run, again };
}

/** The second half is supervised. */
function row(length: number): Example {
	return {
		id: "row",
		ids: Int32Array.from({ length }, (_, t) => (7 * t) % 1000),
		mask: Uint8Array.from({ length }, (_, t) => (2 * t < length ? 0 : 1)),
		liked: true,
	};
}
