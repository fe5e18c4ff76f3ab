import { DecodeSession } from "../generate/decode-session.ts";
import { ModelDecoder } from "../generate/model-decoder.ts";
import { RewardScorer } from "../policy/reward-scorer.ts";
import { Scorer } from "../policy/scorer.ts";
import type { DeviceOptions } from "../runtime/device.ts";
import type { Backend } from "../runtime/open-session.ts";
import type { Engine, Generator, GeneratorOptions } from "./engine.ts";
import { GraphLearner } from "./graph/learner.ts";
import { Stepper } from "./graph/stepper.ts";
import { interpretedSession } from "./interpreter/interpreted-session.ts";

/** An engine that builds graphs and runs them in sessions of a backend. */
export function graphEngine(name: string, backend: Backend): Engine {
	return {
		name,
		learner: (options) => GraphLearner.create(options, backend),
		gradients: ({ model, objective, graph, endIds }) =>
			Stepper.create(model, objective, graph, backend, endIds),
		scorer: ({ model, graph, tokens, compares, base }) =>
			Scorer.create(model, graph, backend, tokens, compares, base),
		rewardScorer: ({ model, graph, tokens }) =>
			RewardScorer.create(model, graph, backend, tokens),
		generator: (options) => openGenerator(options, backend),
	};
}

async function openGenerator(
	{ model, ...options }: GeneratorOptions,
	backend: Backend,
): Promise<Generator> {
	const session = await DecodeSession.open(model, { ...options, ...backend });
	return {
		decoder: (policy) => new ModelDecoder(session, policy?.buffers ?? null),
		dispose: () => session.dispose(),
	};
}

/** The default engine. */
export function onnxEngine(device: DeviceOptions): Engine {
	return graphEngine(`ONNX Runtime on ${device.device}`, device);
}

/** Computes every graph with the float64 interpreter: an oracle for models of a few thousand weights. */
export function interpreterEngine(): Engine {
	return graphEngine("float64 interpreter", { open: interpretedSession });
}
