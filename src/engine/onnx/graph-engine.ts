import { openModel } from "../../formats/open-model.ts";
import { computable } from "../../models/model.ts";
import { isInBlocks } from "../../nn/blocks.ts";
import type { Device, DeviceOptions } from "../../runtime/device.ts";
import type { Backend } from "../../runtime/open-session.ts";
import type { Engine, EngineFacts } from "../engine.ts";
import { interpretedSession } from "../interpreter/interpreted-session.ts";
import {
	type DecodersOptions,
	type GraphParts,
	graphParts,
} from "./graph-parts.ts";
import { GraphSession } from "./graph-session.ts";
import { openMeasured } from "./measured/open-measured.ts";

/** An engine that computes in this process, so that policies and gradients can be read as arrays. */
export interface GraphEngine extends Engine, GraphParts {}

type AnswerPrecision = DecodersOptions["precision"];

/** An engine that builds graphs and runs them in sessions of a backend. */
export function graphEngine(
	name: string,
	backend: Backend,
	facts: EngineFacts = inProcess("cpu"),
): GraphEngine {
	return engineFrom(name, graphParts(backend), facts);
}

/** A graph engine made of given parts. */
export function engineFrom(
	name: string,
	parts: GraphParts,
	facts: EngineFacts = inProcess("cpu"),
	answers: AnswerPrecision = "float32",
): GraphEngine {
	return {
		...parts,
		name,
		measureRounding(model, precision) {
			const whole = computable(model);
			const exactly = precision === "int4" && isInBlocks(whole);
			if (whole.architecture.rotation === null && !exactly) return null;
			return (rows) => parts.rounding(whole, rows, precision);
		},
		// It is a dependency of this package.
		requireInstalled: async () => {},
		openModel: (folder) => openModel(folder, { checkValues: true }),
		open: async (options) => new GraphSession(options, parts, facts),
		openMeasured: (options) => openMeasured(options, parts, answers),
	};
}

/**
 * The largest gap at the start is the same for all precisions, since policy and reference are both computed in the
 * recipe's: on a CPU the difference is 0 even in int8, which rounds each token's activations by themselves. CUDA may
 * compute products in TF32, with 10 bits of mantissa.
 */
const largestStartGap: Readonly<Record<Device, number>> = {
	cpu: 1e-3,
	webgpu: 1e-3,
	cuda: 1e-2,
};

function inProcess(device: Device): EngineFacts {
	return {
		...{ device, processes: 1, memoryBytes: null, versions: null },
		largestStartGap: largestStartGap[device],
	};
}

/** The default engine. Answers that it measures are generated in the given precision. */
export function onnxEngine(
	options: DeviceOptions,
	answers: AnswerPrecision = "float32",
): GraphEngine {
	return onnxEngineFrom(options, graphParts(options), answers);
}

/** The same, made of given parts. */
export function onnxEngineFrom(
	{ device }: DeviceOptions,
	parts: GraphParts,
	answers: AnswerPrecision = "float32",
): GraphEngine {
	const how = answers === "float32" ? "" : `, answers in ${answers}`;
	const name = `ONNX Runtime on ${device}${how}`;
	return engineFrom(name, parts, inProcess(device), answers);
}

/** Computes every graph with the float64 interpreter: an oracle for models of a few thousand weights. */
export function interpreterEngine(): GraphEngine {
	return graphEngine("float64 interpreter", { open: interpretedSession });
}
