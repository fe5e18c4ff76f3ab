import { readAdapter } from "../../formats/peft/read-adapter.ts";
import {
	isRewardModel,
	readRewardModel,
} from "../../formats/peft/reward-model.ts";
import { adapterScale } from "../../nn/parameters.ts";
import { showCount, showNumber } from "../terminal/units.ts";

/** What the folder of an adapter or of a reward model holds, as names and values for people. Throws `weights`. */
export async function describeAdapter(
	folder: string,
): Promise<(readonly [name: string, value: string])[]> {
	const scores = await isRewardModel(folder);
	const adapter = scores
		? (await readRewardModel(folder)).adapter
		: await readAdapter(folder);
	const modules = [...adapter.modules];
	const size = modules.reduce(
		(sum, [, { a, b }]) => sum + a.length + b.length,
		0,
	);
	const layers = new Set(
		modules.map(([path]) => path.slice(path.lastIndexOf(".") + 1)),
	);
	return [
		[scores ? "reward model" : "adapter", folder],
		["base", adapter.base ?? "not said"],
		["rank", String(adapter.rank)],
		[
			"scale",
			`${showNumber(adapterScale(adapter))}, of alpha ${showNumber(adapter.alpha)}${adapter.rslora ? " and the root of the rank" : ""}`,
		],
		["parameters", showCount(size)],
		["beside", `${modules.length} layers: ${[...layers].join(", ")}`],
		...(scores
			? [["use it", `npx temper-lm rank ROWS --reward ${folder}`] as const]
			: []),
	];
}
