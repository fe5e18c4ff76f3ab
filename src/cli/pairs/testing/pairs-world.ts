import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { writeRewardModel } from "../../../formats/peft/reward-model.ts";
import { openModelText } from "../../../policy/model-text.ts";
import { runCli } from "../../program.ts";
import type { Services } from "../../services.ts";
import { chorus } from "../../testing/chorus.ts";
import { fakeContext } from "../../testing/fake-context.ts";
import { writeTinyModel } from "../../testing/tiny-model-folder.ts";

const whole = mkdtempSync(join(tmpdir(), "temper-pairs-"));
/** A model folder without weights that mean anything. */
export const tinyModel = join(whole, "tiny");
/** A reward model for it. */
export const tinyReward = join(whole, "reward");
/** Writes both. */
export async function writeModels(): Promise<void> {
	await writeTinyModel(tinyModel);
	const lora = {
		...{ inFeatures: 16, outFeatures: 16 },
		...{ a: new Float32Array(16), b: new Float32Array(16) },
	};
	const adapter = {
		...{ rank: 1, alpha: 1, dropout: 0, rslora: false, fanInFanOut: false },
		...{ targets: null, base: tinyModel },
		modules: new Map([["model.layers.0.self_attn.q_proj", lora]]),
	};
	await writeRewardModel(tinyReward, { adapter, head: new Float32Array(16) });
}

const questions = Array.from({ length: 6 }, (_, i) => ({
	question: `What is ${i} plus 1?`,
	answer: `It is ${i + 1}.`,
}));
/** What the model says at temperature 1; two of them are equally long. */
const says = ["4 it is.", "No idea at all.", "It is 2."];

interface WorldParts {
	readonly rows?: readonly object[];
	readonly answers?: readonly string[];
	readonly services?: Partial<Services>;
	readonly env?: NodeJS.ProcessEnv;
}

/** A folder with rows and a task, in which commands run with a model that gives these answers. */
export async function pairsWorld({
	rows = questions,
	answers = says,
	services,
	env = {},
}: WorldParts = {}) {
	const folder = mkdtempSync(join(tmpdir(), "temper-pairs-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const write = (name: string, lines: readonly object[]) => {
		const path = join(folder, name);
		writeFileSync(
			path,
			lines.map((row) => `${JSON.stringify(row)}\n`).join(""),
		);
		return path;
	};
	const prompts = write("rows.jsonl", rows);
	const task = join(folder, "sums.task.yaml");
	writeFileSync(
		task,
		"name: sums\nversion: 1\nrows: rows.jsonl\nscorer: numeric\n",
	);
	const { tokenizer } = await openModelText(tinyModel);
	let opened = 0;
	const openDecoder = async () => {
		opened++;
		return chorus(tokenizer, answers);
	};
	const out = join(folder, "pairs.jsonl");
	let interrupt = () => {};
	const make = async (...args: readonly string[]) => {
		const context = {
			...fakeContext({ openDecoder, ...services }),
			env: { KEY: "secret", ...env },
		};
		interrupt = context.interrupt;
		const status = await runCli(
			["pairs", "make", prompts, "--model", tinyModel, "--out", out, ...args],
			context,
		);
		const { exits } = context;
		return { status, exits, out: context.out(), err: context.err() };
	};
	const pairs = () =>
		readFileSync(out, "utf8")
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
	return {
		folder,
		prompts,
		task,
		out,
		make,
		pairs,
		write,
		opened: () => opened,
		interrupt: () => interrupt(),
	};
}

/** The text of an answer that is a list of one message. */
export const contentOf = (answer: unknown) =>
	(answer as readonly { content: string }[])[0]?.content;
