import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Diagnosis } from "../../../src/diagnose/change/diagnosis.ts";
import type { ProbeResult } from "../../../src/diagnose/probe/probe-result.ts";
import { readJsonFile } from "../../../src/formats/json/json-file.ts";
import { jsonLines } from "../../../src/lab/lab-sets.ts";
import { choiceOod, choiceQuestions } from "../../../src/lab/sets/fact-sets.ts";
import { followStudy } from "../../follow-study.ts";
import { show } from "../../show.ts";
import { temper } from "../../temper.ts";
import { sideBySide } from "../../train-run.ts";
import { type Tuning, tuningsOf } from "./causes.ts";
import { confusionTable, tuningTable } from "./confusion.ts";
import { writeShared, writeTuning } from "./files.ts";
import { exposureTable, separation } from "./knowledge.ts";
import { mixture, mixtureSettings } from "./mixtures.ts";
import { world } from "./pools.ts";
import { predictionTable } from "./prediction.ts";
import { trainingStudy } from "./train.ts";

/**
 * Probe and diagnosis where the truth is known: facts by how often the base met them, 50 tunings whose cause is built in, and 20
 * tunings whose effect is predicted. A study that was stopped continues where it stopped.
 */
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "models/lab-small" },
		/** Tunings of each cause. */
		each: { type: "string", default: "10" },
		mixtures: { type: "string", default: "20" },
		parallel: { type: "string", default: "2" },
		out: {
			type: "string",
			default: join(homedir(), ".cache", "temper", "studies", "diagnose"),
		},
	},
});

const out = resolve(flags.out);
const model = resolve(flags.model);
const seats = Number(flags.parallel);
mkdirSync(out, { recursive: true });
const shared = writeShared(join(out, "shared"));
const tunings = tuningsOf(0, Number(flags.each));
const mixtures = Array.from({ length: Number(flags.mixtures) }, (_, i) =>
	mixture(i + 1),
);

const written = [
	...tunings,
	...mixtures.map((one) => ({ ...one, settings: mixtureSettings })),
].map((one) => ({
	...{ id: one.id, seed: one.seed, settings: one.settings },
	...writeTuning(join(out, "tunings", one.id), one),
}));
const runs = await followStudy(await trainingStudy(model, written), {
	...{ folder: join(out, "study"), parallel: seats },
});
if (runs === null) process.exit(130);

/** The result of a command that writes a folder; a folder that holds it is not made again. */
async function made<T>(
	folder: string,
	file: string,
	args: readonly string[],
): Promise<T> {
	const path = join(folder, file);
	if (!existsSync(path)) await temper([...args, "--out", folder]);
	return (await readJsonFile(path, "data")) as T;
}

const probe = (name: string, questions: string, more: readonly string[]) =>
	made<ProbeResult>(join(out, "probes", name), "probe.json", [
		...["probe", questions, "--model", model, "--threads", "1"],
		...more,
	]);

const isMixture = (id: string) => mixtures.some((one) => one.id === id);

/** Of mixtures only the scores are needed. */
const diagnose = ({ id, rows, tasks }: (typeof written)[number]) =>
	made<Diagnosis>(join(out, "diagnoses", id), "diagnosis.json", [
		...["diagnose", model, runs.get(id) as string, "--threads", "1"],
		...(isMixture(id)
			? ["--shots", "0"]
			: ["--data", rows, "--general", shared.general]),
		...["--tasks", ...tasks],
		...(isMixture(id) ? [shared.known] : shared.tasks),
	]);

await sideBySide(
	seats,
	written.map((one) => async () => {
		await diagnose(one);
	}),
);

const wordings = { usual: choiceQuestions, unusual: choiceOod };
for (const [name, rows] of Object.entries(wordings)) {
	const path = join(out, `${name}.jsonl`);
	writeFileSync(path, jsonLines(rows(world)));
	const found = await probe(name, path, ["--by", "exposures"]);
	const { auc, falseKnown } = separation(found);
	console.log(`Facts in ${name} wordings:\n\n${exposureTable(found)}\n`);
	console.log(
		`Met 64 or 256 times against never: AUC ${show(auc, 3)}. Never met and called known: ${show(falseKnown, 3)}.\n`,
	);
}

const filesOf = (id: string) =>
	written.find((one) => one.id === id) as (typeof written)[number];
const diagnosed = await Promise.all(
	tunings.map(async ({ id, cause }: Tuning) => ({
		...{ id, cause },
		diagnosis: await diagnose(filesOf(id)),
	})),
);
console.log(`${confusionTable(diagnosed)}\n\n${tuningTable(diagnosed)}\n`);

const predicted = [];
for (const one of mixtures) {
	const questions = join(out, "tunings", one.id, "held-out.jsonl");
	predicted.push({
		mixture: one,
		probe: await probe(one.id, questions, [
			...["--wordings", "wordings", "--shots", "0", "--orders", "1"],
		]),
		diagnosis: await diagnose(filesOf(one.id)),
	});
}
console.log(predictionTable(predicted));
