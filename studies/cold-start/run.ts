import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepare as prepareLab } from "../../models/make/lab/prepare.ts";
import { smollm2Folder } from "../../peers/setup/fetch-smollm2.ts";
import type { ColdStartEvent } from "../../src/runs/events.ts";
import { markdown, number, show } from "../show.ts";
import { trainRun } from "../train-run.ts";
import { type Case, cases } from "./cases.ts";
import { measure } from "./measure.ts";
import { foreignTemplate, writeRows, writeStories } from "./rows.ts";

/**
 * What policies measure before a preference run: models as they are and after fine-tuning on answers like the preferred
 * ones. Prints a table. Cases that need gsm8k or SmolLM2 are left out if these are not named.
 */
const { values: flags } = parseArgs({
	options: {
		gsm8k: { type: "string" },
		smollm2: { type: "string", default: smollm2Folder },
		/** Only cases of these models, separated by commas. */
		models: { type: "string", default: "lab,prose,toy,smollm2" },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "cold-start"),
		},
	},
});
const { out } = flags;

const template = join(out, "foreign.jinja");
const adapter = { kind: "lora", rank: 8 };

/** A model of the lab's smaller architecture that has read stories and no conversation. */
async function proseModel(): Promise<string> {
	const run = join(out, "prose");
	if (!existsSync(join(run, "model"))) {
		const { model } = await prepareLab(join(out, "blank"), 4, "lab-small");
		const data = join(out, "stories.jsonl");
		writeStories(data, 24_000);
		const settings = [
			...["tune=full", "data.heldOut=none", "data.general=null"],
			...["optimizer.learningRate=2e-3", "optimizer.betas=[0.9, 0.98]"],
			...["batch={rows: 32, tokens: 2560}", "evaluate=never", "save=end"],
			"length={kind: steps, count: 400}",
		];
		await trainRun(run, { model, data, settings });
	}
	return join(run, "model");
}

async function modelOf({ model }: Case): Promise<string> {
	if (model === "prose") return proseModel();
	return model === "smollm2" ? flags.smollm2 : join("models", model);
}

function nameOf({ model, rows, foreign, tuned }: Case): string {
	const parts = [model, rows, ...(foreign ? ["foreign"] : [])];
	return [
		...parts,
		...(tuned ? [tuned.rows, tuned.epochs, tuned.learningRate] : []),
	].join("-");
}

/** Fine-tunes for a case; returns the adapter, or null for the model as it is. */
async function tune(one: Case, model: string, data: string) {
	const { tuned, foreign } = one;
	if (!tuned) return null;
	const run = join(out, "runs", nameOf(one));
	const first = join(out, `${nameOf(one)}.jsonl`);
	const lines = readFileSync(data, "utf8").split("\n").slice(0, tuned.rows);
	writeFileSync(first, `${lines.filter((line) => line !== "").join("\n")}\n`);
	const settings = [
		...["data.heldOut=none", "data.general=null", "evaluate=never", "save=end"],
		...["tune={kind: lora, rank: 8}", "batch.rows=8"],
		`length={kind: epochs, count: ${tuned.epochs}}`,
		`optimizer.learningRate=${tuned.learningRate}`,
		...(foreign ? [`data.template={file: ${template}}`] : []),
	];
	await trainRun(run, { model, data: first, settings });
	return join(run, "adapter");
}

/** Measured once, and read back after that. */
async function measureOnce(one: Case): Promise<ColdStartEvent> {
	const path = join(out, `${nameOf(one)}.json`);
	if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
	const model = await modelOf(one);
	const rows = writeRows(out, one.rows, flags.gsm8k);
	writeFileSync(template, foreignTemplate);
	const from = await tune(one, model, rows.demonstrations);
	const event = await measure(out, {
		...{ model, tune: from === null ? adapter : { ...adapter, from } },
		data: {
			train: rows.pairs,
			...{ heldOut: "none", general: null },
			...(one.foreign && { template: { file: template } }),
		},
	});
	writeFileSync(path, JSON.stringify(event));
	return event;
}

const line = (one: Case, event: ColdStartEvent): string[] => {
	const { tuned } = one;
	const { answers, greedy, signs } = event;
	return [
		`${one.model}${one.foreign ? ", foreign template" : ""}`,
		one.rows,
		tuned ? `${tuned.rows} × ${tuned.epochs}` : "no",
		show(answers.excess),
		number(answers.logProb.value),
		number(answers.endP),
		greedy === null ? "" : `${greedy.ended} of ${greedy.prompts}`,
		signs.join(", ") || "none",
		number(event.cost.seconds, 1),
	];
};

const head = [
	...["model", "answers", "tuned on", "excess", "log-probability"],
	...["p(end of turn)", "greedy answers that end", "signs", "seconds"],
];
const chosen = cases.filter(
	({ model, rows }) =>
		flags.models.split(",").includes(model) &&
		(model !== "smollm2" || existsSync(flags.smollm2)) &&
		(rows !== "gsm8k" || flags.gsm8k !== undefined),
);
const lines: string[][] = [];
for (const one of chosen) lines.push(line(one, await measureOnce(one)));
console.log(markdown([head, ...lines]));
