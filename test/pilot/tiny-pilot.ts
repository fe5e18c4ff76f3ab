import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";

/** A model that is small enough to be trained again and again, and knows something that it can lose. */
const model = resolve("models/toy");
const rows = resolve("examples/rows.jsonl");

/** A pilot file and what it names, in a folder of their own. */
export interface TinyPilot {
	readonly file: string;
	readonly folder: string;
	readonly out: string;
}

/** What the model knows already. */
const known = [
	["What does Kip eat?", "Kip eats cheese."],
	["Which day comes after Monday?", "Tuesday comes after Monday."],
	["What is 3 plus 4?", "3 plus 4 is 7."],
	["Spell river.", "r-i-v-e-r."],
] as const;

/** Two arms, two learning rates, a few steps: seconds of work. */
export function writeTinyPilot(
	settings: Readonly<Record<string, unknown>> = {},
	target: Readonly<Record<string, unknown>> = {},
): TinyPilot {
	const folder = mkdtempSync(join(tmpdir(), "temper-tiny-pilot-"));
	const file = join(folder, "tiny.yaml");
	const messages = known.map(([user, assistant]) => ({
		messages: [
			{ role: "user", content: user },
			{ role: "assistant", content: assistant },
		],
	}));
	const lines = messages.map((row) => `${JSON.stringify(row)}\n`).join("");
	writeFileSync(join(folder, "known.jsonl"), lines);
	const generate = { maxNewTokens: 12 };
	const task = (name: string, more: object) =>
		writeFileSync(
			join(folder, `${name}.yaml`),
			stringify({ name, version: "1", generate, scorer: "exact", ...more }),
		);
	task("ship", { rows, limit: 12, ...target });
	task("facts", { rows: "known.jsonl", axis: "retention" });
	const general = readFileSync(resolve("probes/general.jsonl"), "utf8");
	writeFileSync(
		join(folder, "general.jsonl"),
		`${general.split("\n").slice(0, 6).join("\n")}\n`,
	);
	writeFileSync(
		file,
		stringify({
			model,
			data: {
				train: rows,
				heldOut: { kind: "count", rows: 4 },
				general: "general.jsonl",
			},
			tasks: ["ship.yaml", "facts.yaml"],
			base: { batch: { rows: 4, tokens: 256 }, save: { every: 2 } },
			arms: ["sft", "minor-sft"],
			seeds: 2,
			learningRates: [1e-3, 3e-3],
			budget: { steps: 8 },
			...settings,
		}),
	);
	return { file, folder, out: join(folder, "out") };
}
