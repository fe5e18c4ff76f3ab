import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import {
	type PilotRecipe,
	parsePilot,
} from "../../recipes/parse/parse-pilot.ts";
import type { JobRequest } from "../jobs/job-request.ts";
import { fakePilot, fakeWorkers } from "./testing/fake-workers.ts";
import { play, resultIn } from "./testing/play-pilot.ts";

const arms = [
	"sft",
	"dft",
	{ name: "sft other", objective: "sft", model: "./other" },
	{ name: "dft other", objective: "dft", model: "./other" },
];

/** Makes `other` beside the pilot's model, with `bytes` more. */
function withOther(pilot: PilotRecipe, bytes = 3): PilotRecipe {
	const other = join(dirname(pilot.model), "other");
	cpSync(pilot.model, other, { recursive: true });
	writeFileSync(join(other, "model.safetensors"), "x".repeat(bytes));
	return pilot;
}

async function played(pilot: PilotRecipe) {
	const requests: JobRequest[] = [];
	const { crew, launched } = fakeWorkers((request) => {
		requests.push(request);
		return "done";
	});
	const events = await play(pilot, { crew });
	return { requests, launched, events };
}

test("every base model is measured once, and arms are compared with their own", async () => {
	const pilot = withOther(fakePilot({ arms, title: undefined }));
	const { requests, events } = await played(pilot);
	const measured = requests.filter(({ kind }) => kind === "measure");
	const models = measured.flatMap((one) =>
		one.kind === "measure" ? [one.subject.model] : [],
	);
	const other = join(dirname(pilot.model), "other");
	expect(models.toSorted()).toEqual([pilot.model, other].toSorted());
	expect(existsSync(join(pilot.out, "measures/base.json"))).toBe(true);
	expect(readdirSync(join(pilot.out, "measures/base"))).toHaveLength(1);
	for (const request of requests)
		if (request.kind === "train") expect(request.measure?.from).toBeUndefined();
	const result = resultIn(events);
	expect(result.model.name).toBe("model");
	expect(result.bases).toMatchObject([
		{ name: "other", comparable: ["t", "general"] },
	]);
	expect(result.arms.map(({ base, model }) => [base, model?.name])).toEqual([
		...[
			[undefined, undefined],
			[undefined, undefined],
		],
		...[
			["other", "other"],
			["other", "other"],
		],
	]);
	// Each arm is on the front of its own base if no arm of that base is better.
	expect(result.arms.map(({ onFront }) => onFront)).toEqual([
		...[true, false, true, false],
	]);
	expect(result.samples[0]?.answers.map(({ by }) => by)).toEqual([
		...["base", "base other", ...pilot.arms.map(({ name }) => name)],
	]);
	expect(result.title).toBe("model, other on rows.jsonl");
});

test("learning rates are chosen per arm, and arms are dropped only for arms of the same base", async () => {
	const pilot = withOther(fakePilot({ arms, halving: { arms: true } }));
	const { events } = await played(pilot);
	const left = events.flatMap((event) =>
		event.kind === "decision" && event.decision.kind === "arms"
			? event.decision.left
			: [],
	);
	expect(left).toEqual([
		{ arm: "dft", by: "sft" },
		{ arm: "dft-other", by: "sft-other" },
	]);
});

test("memory is planned for the largest model, and models with the same bytes are one base", async () => {
	const { preparePilot } = await import("./prepare-pilot.ts");
	const large = withOther(fakePilot({ arms }), 1e5);
	const prepared = await preparePilot(large);
	await prepared.folder.close();
	expect(prepared.modelBytes).toBeGreaterThan(1e5);
	expect(prepared.plan.bases).toMatchObject([{ kind: "base", model: "other" }]);
	const same = fakePilot({ arms });
	cpSync(same.model, join(dirname(same.model), "other"), { recursive: true });
	const one = await preparePilot(same);
	await one.folder.close();
	expect(one.bases.others).toEqual([]);
	expect(one.plan.bases).toBeUndefined();
});

test("models with the same name are told apart by their folders", async () => {
	const { preparePilot } = await import("./prepare-pilot.ts");
	const from = (folder: string) => ({
		...{ name: folder, objective: "sft", model: `./${folder}/model` },
	});
	const pilot = fakePilot({ arms: [from("a"), from("b")] });
	for (const name of ["a", "b"]) {
		const folder = join(dirname(pilot.model), name, "model");
		mkdirSync(dirname(folder));
		cpSync(pilot.model, folder, { recursive: true });
		writeFileSync(join(folder, "model.safetensors"), name);
	}
	const { folder, bases } = await preparePilot(pilot);
	await folder.close();
	expect(bases.others.map(({ name }) => name)).toEqual(["a/model", "b/model"]);
});

test("a folder that was begun when arms were measured from the pilot's model continues so", async () => {
	const model = resolve("models/toy");
	const from = { name: "from", objective: "sft", model: "./other" };
	const begun = fakePilot({
		...{ model, base: { tune: "full" } },
		arms: ["sft", { ...from, base: model }],
	});
	const other = join(dirname(begun.out), "other");
	cpSync(model, other, { recursive: true });
	writeFileSync(join(other, "more.txt"), "x");
	expect((await played(begun)).events.at(-1)).toMatchObject({
		reason: "finished",
	});
	// The same file as earlier versions read it: no arm said what it is measured from.
	const read = parsePilot(
		{
			...{ model, base: { tune: "full" }, arms: ["sft", from] },
			...{ data: { train: "rows.jsonl" }, tasks: ["t.yaml"] },
			...{ seeds: 2, learningRates: [1e-4, 2e-4], out: "pilot" },
		},
		{ folder: dirname(begun.out) },
	);
	expect(read.arms[1]?.base).toBeNull();
	const { launched, events } = await played({ ...read, out: begun.out });
	expect(launched).toEqual([]);
	const result = resultIn(events);
	expect(result.bases).toBeUndefined();
	expect(result.arms.map(({ base, model: own }) => [base, own?.name])).toEqual([
		[undefined, undefined],
		[undefined, "other"],
	]);
});
