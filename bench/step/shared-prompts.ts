// What sharing prompts saves: npm run bench:shared-prompts -- MODEL_FOLDER [ROUNDS]
// One thread and processor time: two threads wait for each other by spinning, and count that as work.
import { RandomStream } from "../../src/core/random.ts";
import type { Group } from "../../src/data/example.ts";
import { packRows } from "../../src/data/pack.ts";
import { openModel } from "../../src/formats/open-model.ts";
import type { Buffers } from "../../src/graph/session.ts";
import type { Model } from "../../src/models/model.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { stepGraph } from "../../src/policy/graphs.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { spread } from "../spread.ts";
import { chunks, drawnAdapters, stepOptions } from "./workload.ts";

const prompt = 100;
const lengths = [130, 110];

/** Answers of 130 and 110 tokens in turn to a prompt of 100 tokens, lengths as in gsm8k. */
function group(name: string, answers: number, words: number): Group {
	const stream = new RandomStream(0, name);
	const draw = (length: number) =>
		Array.from({ length }, () => stream.integer(words));
	const asked = draw(prompt);
	return Array.from({ length: answers }, (_, i) => {
		const ids = Int32Array.from([
			...asked,
			...draw(lengths[i % lengths.length] as number),
		]);
		const mask = Uint8Array.from(ids, (_, t) => (t < prompt ? 0 : 1));
		return { id: `${name}.${i}`, ids, mask, liked: i % 2 === 0 };
	});
}

async function openSteps(model: Model, sharedPrompts: boolean) {
	const options = { ...stepOptions(model, "mixed"), sharedPrompts };
	const { graph, trainables } = stepGraph(model, sft(), options);
	const session = await openSession(graph, { device: "cpu", threads: 1 });
	const adapters = drawnAdapters(trainables);
	const { windows } = model.architecture;
	const feeds = (groups: readonly Group[]): Buffers => ({
		...packRows(groups, {
			...{ windows, chunks, endIds: new Set<number>() },
			sharePrompts: sharedPrompts,
		}).buffers,
		...adapters,
	});
	return { session, feeds };
}

const processorSeconds = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
};

/** Runs one step of each contender after the other, round after round; the first round warms up. */
async function rounds<Name extends string>(
	contenders: Readonly<Record<Name, () => Promise<unknown>>>,
	count: number,
): Promise<Record<Name, number>[]> {
	const seconds: Record<Name, number>[] = [];
	for (let round = 0; round <= count; round++) {
		const taken = { ...contenders } as unknown as Record<Name, number>;
		for (const name of Object.keys(contenders) as Name[]) {
			const began = processorSeconds();
			await contenders[name]();
			taken[name] = processorSeconds() - began;
		}
		if (round > 0) seconds.push(taken);
	}
	return seconds;
}

const [folder, count = "5"] = process.argv.slice(2);
if (!folder) throw new Error("Name a model folder.");
const { model } = await openModel(folder, { checkValues: false });
const words = model.architecture.vocabSize;
const cases: Readonly<Record<string, readonly Group[]>> = {
	"2 pairs": [group("a", 2, words), group("b", 2, words)],
	"1 group of 8": [group("c", 8, words)],
};
const ordinary = await openSteps(model, false);
const sharing = await openSteps(model, true);
console.log(
	"| micro-batch | tokens apart | tokens shared | seconds apart | seconds shared | shared over apart | nothing to share |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- |");
for (const [name, groups] of Object.entries(cases)) {
	const apart = ordinary.feeds(groups);
	const shared = sharing.feeds(groups);
	const alone = sharing.feeds(groups.flat().map((row) => [row]));
	const times = await rounds(
		{
			apart: () => ordinary.session.run(apart),
			shared: () => sharing.session.run(shared),
			alone: () => sharing.session.run(alone),
		},
		Number(count),
	);
	const ratio = (name: "shared" | "alone") => {
		const ratios = times.map((taken) => taken[name] / taken.apart);
		const { median, min, max } = spread(ratios);
		return `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
	};
	const seconds = (name: "apart" | "shared") =>
		spread(times.map((taken) => taken[name])).median.toFixed(2);
	const tokens = (feeds: Buffers) => feeds.ids?.data.length as number;
	console.log(
		`| ${name} | ${tokens(apart)} | ${tokens(shared)} | ${seconds("apart")} | ${seconds("shared")} | ${ratio("shared")} | ${ratio("alone")} |`,
	);
}
