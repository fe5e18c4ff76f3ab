import { workerData } from "node:worker_threads";
import { TemperError } from "../../core/error.ts";
import { answerEach } from "../../core/threads/answer-each.ts";
import { fitsJsonSchema } from "../functions/json-schema.ts";
import { regularExpression } from "../functions/regex.ts";
import { outcomeOf } from "../outcome.ts";
import type { Reward } from "../reward.ts";
import { errorLine } from "./error-line.ts";
import { loadReward } from "./load-module.ts";
import type { Readiness, RewardRequest, ThreadTask } from "./reward-thread.ts";

function rewardOf(task: ThreadTask): Reward | Promise<Reward> {
	switch (task.kind) {
		case "regex":
			return regularExpression(task);
		case "json-schema":
			return fitsJsonSchema(task.schema as Record<string, unknown>);
		case "module":
			return loadReward(task.path, task.export);
		default:
			throw task satisfies never;
	}
}

function refusal(error: unknown): Readiness {
	if (error instanceof TemperError) {
		const { where, expected, found } = error;
		return { kind: "refused", where, expected, found };
	}
	const found = `the error ${errorLine(error)}`;
	return {
		kind: "refused",
		where: "",
		expected: "a reward that starts",
		found,
	};
}

// What a module prints must not mix with what this program writes.
process.stdout.write = process.stderr.write.bind(process.stderr);

let reward: Reward | null = null;

async function start(): Promise<Readiness> {
	try {
		reward = await rewardOf(workerData as ThreadTask);
		return { kind: "ready" };
	} catch (error) {
		return refusal(error);
	}
}

answerEach(async (request: RewardRequest) => ({
	result:
		request === "start"
			? await start()
			: await outcomeOf(reward as Reward, request),
}));
