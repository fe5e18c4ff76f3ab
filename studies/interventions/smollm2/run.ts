import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { RandomStream } from "../../../src/core/random.ts";
import { readRows } from "../../../src/formats/rows/read-rows.ts";
import { jsonLines } from "../../../src/lab/lab-sets.ts";
import { modelFolder } from "../../../src/recipes/locate/model-folder.ts";
import { temper } from "../../temper.ts";

/**
 * The contrasts of arXiv 2402.18243 on SmolLM2-135M and the questions of examples/smollm2-probe: capitals, currencies and languages are trained
 * on and held out, continents are of the same field, elements of another. Stopped and called again, it continues.
 */
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "SmolLM2-135M-Instruct" },
		seeds: { type: "string", default: "5" },
		size: { type: "string", default: "40" },
		rate: { type: "string", default: "1e-3" },
		parallel: { type: "string", default: "2" },
		out: {
			type: "string",
			default: join(homedir(), ".cache/temper/studies/interventions-smollm2"),
		},
	},
});

type Value = Readonly<Record<string, unknown>>;

const out = resolve(flags.out);
const files = join(out, "files");
mkdirSync(files, { recursive: true });
const at = (path: string) =>
	fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const questions: Value[] = [];
for await (const { value } of readRows(
	at("examples/smollm2-probe/questions.jsonl"),
))
	questions.push(value);
const random = new RandomStream(1, "interventions/smollm2");
const of = (...topics: readonly string[]) =>
	random.shuffle(
		questions.filter(({ topic }) => topics.includes(topic as string)),
	);
const geography = of("capitals", "currencies", "languages");
const tests = {
	"in-domain": geography.slice(0, 50),
	"same-field": of("continents"),
	"out-of-domain": of("symbols", "atomic numbers").slice(0, 50),
};

function writeRows(name: string, rows: readonly Value[]): string {
	writeFileSync(join(files, `${name}.jsonl`), jsonLines(rows));
	return `${name}.jsonl`;
}

function writeYaml(name: string, value: object): string {
	const path = join(files, `${name}.yaml`);
	writeFileSync(path, JSON.stringify(value, null, "\t"));
	return path;
}

const scorer = { kind: "choice", by: "likelihood", normalise: "none" };
const study = writeYaml("study", {
	title: "Interventions on SmolLM2-135M",
	model: modelFolder(flags.model, "--model"),
	questions: writeRows("questions", geography.slice(50)),
	ask: scorer,
	tasks: [
		...Object.entries(tests).map(([role, rows]) =>
			writeYaml(`${role}.task`, {
				...{ name: role, version: 1, role, scorer },
				axis: role === "in-domain" ? "target" : "retention",
				rows: writeRows(role, rows),
			}),
		),
		writeYaml("general.task", {
			...{ name: "general", version: 1, axis: "general", scorer: "nll" },
			...{ rows: at("probes/general.jsonl"), limit: 12, generate: null },
		}),
	],
	shots: { rows: at("examples/smollm2-probe/examples.jsonl"), count: 5 },
	general: at("probes/general.jsonl"),
	context: {
		template: "The answer to the next question is {answer}.",
	},
	explanation: "none",
	floor: 0.25,
	size: Number(flags.size),
	learningRates: [Number(flags.rate)],
	seeds: Number(flags.seeds),
	base: {
		tune: { kind: "lora", rank: 8 },
		objective: "sft",
		batch: { rows: 8, tokens: 512 },
		length: { kind: "epochs", count: 1 },
	},
	mixes: [],
	quantities: null,
});
await temper([
	...["intervene", study, "--out", join(out, "study")],
	...["--parallel", flags.parallel],
]);
