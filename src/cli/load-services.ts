import { openModel } from "../formats/open-model.ts";
import type { DecoderRequest, Services } from "./services.ts";

/** Brings in the layers that load ONNX Runtime. */
export async function loadServices(): Promise<Services> {
	const { runRecipe, resumeRun } = await import("../train/run/run-recipe.ts");
	const { dryRun } = await import("../train/dry-run/dry-run.ts");
	const { engineOf } = await import("../train/prepare/engine-of.ts");
	const { answerPrecision } = await import(
		"../train/prepare/answer-precision.ts"
	);
	const { openGenerator } = await import("../generate/open-generator.ts");
	const { evaluate } = await import("../eval/evaluate.ts");
	const { openRewardReader } = await import("../policy/reward-reader.ts");
	const { gate } = await import("../studies/gate/gate.ts");
	const { runProbe } = await import("../diagnose/probe/run/run-probe.ts");
	const { describeReward, explain } = await import("../explain/explain.ts");
	const { runDiagnosis } = await import(
		"../diagnose/change/run/run-diagnosis.ts"
	);
	const cpu = { device: "cpu", threads: null } as const;
	const open = (request: DecoderRequest) => {
		const { model, adapter, precision = "float32", device = "cpu" } = request;
		return openGenerator(model, adapter, {
			...{ device, threads: null, precision },
			...(request.rows !== undefined && { rows: request.rows }),
		});
	};
	let last: {
		readonly request: DecoderRequest;
		readonly opened: ReturnType<typeof open>;
	} | null = null;
	return {
		runRecipe,
		resumeRun,
		dryRun,
		engineOf,
		answerPrecision,
		gate,
		evaluate,
		probe: runProbe,
		...{ explain, describeReward },
		runDiagnosis,
		async openDecoder(request) {
			const { model, adapter, precision, device } = request;
			// What was opened with an adapter serves without it too, and holds the weights once.
			const known = last?.request;
			if (
				adapter === null &&
				known?.model === model &&
				known.precision === precision &&
				known.device === device &&
				last !== null
			)
				return (await last.opened).base;
			last = { request, opened: open(request) };
			return (await last.opened).tuned;
		},
		async openRewardModel({ model: folder, rewardModel, length, tokens }) {
			const { model } = await openModel(folder, { checkValues: true });
			const options = { device: cpu, length, tokens };
			return openRewardReader(rewardModel, model, options);
		},
	};
}
