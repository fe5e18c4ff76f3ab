import { TemperError } from "../core/error.ts";
import { readJsonFile } from "../formats/json/json-file.ts";
import { contains } from "./functions/contains.ts";
import { exactMatch } from "./functions/exact.ts";
import { startsAndEnds } from "./functions/format.ts";
import { lengthWithin } from "./functions/length.ts";
import { numericMatch } from "./functions/numeric.ts";
import { seeing } from "./judged-answer.ts";
import { fault, scoreOf } from "./outcome.ts";
import type { AnswerToJudge, Judgement, RewardFunction } from "./reward.ts";
import type { ModelSpec, RewardSpec } from "./reward-spec.ts";
import { guardReward } from "./threads/guard-reward.ts";
import { RewardThread, usualLimits } from "./threads/reward-thread.ts";
import { weighRewards } from "./weigh-rewards.ts";

/** The rewards of a recipe as one, whose score is their weighted sum. */
export interface Rewards extends RewardFunction {
	/** Names of the parts, in the recipe's order. */
	readonly names: readonly string[];
	/** Throws `data`, naming row and reward, if a reward throws, gives no finite number or takes too long. */
	judge(answer: AnswerToJudge): Promise<Judgement>;
	/** Stops the threads of the rewards, and lets go of what was opened for them. */
	dispose(): Promise<void>;
}

/** A reward that may hold on to something until it is disposed of. */
export interface OpenReward extends RewardFunction {
	dispose?(): Promise<void>;
}

export interface OpenRewardsOptions {
	/** Opens the reward model in a folder, to be disposed of with the rewards. */
	readonly openModel?: (path: string) => Promise<OpenReward>;
}

type Kind = RewardSpec["kind"];
type Open<K extends Kind> = (
	spec: Extract<RewardSpec, { kind: K }>,
	name: string,
	options: OpenRewardsOptions,
) => OpenReward | Promise<OpenReward>;

async function openModelReward(
	{ path }: ModelSpec,
	name: string,
	{ openModel }: OpenRewardsOptions,
): Promise<OpenReward> {
	if (openModel === undefined)
		throw new TemperError("recipe", {
			where: `reward ${name}`,
			expected: "a reward that needs no model",
			found: `the reward model ${path}`,
		});
	const model = await openModel(path);
	return {
		name,
		dispose: async () => model.dispose?.(),
		async score(answer) {
			const score = await model.score(answer);
			return Number.isFinite(score)
				? score
				: scoreOf(name, answer, fault(String(score)));
		},
	};
}

const open: { readonly [K in Kind]: Open<K> } = {
	exact: (spec, name) => guardReward(name, exactMatch(spec)),
	numeric: (spec, name) => guardReward(name, numericMatch(spec)),
	contains: (spec, name) => guardReward(name, contains(spec)),
	length: (spec, name) => guardReward(name, lengthWithin(spec)),
	format: (spec, name) => guardReward(name, startsAndEnds(spec)),
	regex: (spec, name) => RewardThread.open(name, spec),
	"json-schema": async (spec, name) => {
		const schema =
			typeof spec.schema === "string"
				? await readJsonFile(spec.schema, "recipe")
				: spec.schema;
		return RewardThread.open(name, { ...spec, schema });
	},
	module: (spec, name) =>
		RewardThread.open(name, spec, {
			...usualLimits,
			call: spec.timeLimit * 1000,
		}),
	model: openModelReward,
};

/** A name for each: its own, or its kind, numbered if that is taken. */
function namesOf(specs: readonly RewardSpec[]): string[] {
	const taken = new Set(specs.map(({ name }) => name));
	return specs.map(({ name, kind }) => {
		if (name !== null) return name;
		let free: string = kind;
		for (let n = 2; taken.has(free); n++) free = `${kind}-${n}`;
		taken.add(free);
		return free;
	});
}

/**
 * Makes the rewards of a recipe ready: modules loaded, schemas read. Throws `recipe` naming the first that cannot be, and
 * leaves nothing open.
 */
export async function openRewards(
	specs: readonly RewardSpec[],
	options: OpenRewardsOptions = {},
): Promise<Rewards> {
	const names = namesOf(specs);
	const opened: {
		readonly reward: OpenReward;
		readonly judge: RewardFunction;
		readonly weight: number;
	}[] = [];
	const dispose = async () => {
		for (const { reward } of opened) await reward.dispose?.();
	};
	try {
		for (const [index, spec] of specs.entries()) {
			const opener = open[spec.kind] as Open<Kind>;
			const reward = await opener(spec as never, names[index]!, options);
			opened.push({ reward, judge: seeing(reward, spec), weight: spec.weight });
		}
	} catch (error) {
		await dispose();
		throw error;
	}
	const weighed = opened.map(({ judge: reward, weight }) => ({
		reward,
		weight,
	}));
	const judge = (answer: AnswerToJudge) => weighRewards(weighed, answer);
	return {
		name: names.join(" + "),
		names,
		judge,
		score: async (answer) => (await judge(answer)).total,
		dispose,
	};
}
