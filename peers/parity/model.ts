// Compares tokens, templates and greedy continuations with transformers on one model: npm run parity [-- MODEL_FOLDER]
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { collect } from "../../src/generate/collect.ts";
import { openGenerator } from "../../src/generate/open-generator.ts";
import { speak } from "../../src/generate/speaker.ts";
import { openModelText } from "../../src/policy/model-text.ts";
import type { Message } from "../../src/text/message.ts";
import {
	convertSmollm2,
	fetchSmollm2,
	smollm2Folder,
} from "../setup/fetch-smollm2.ts";
import {
	peerProgram,
	peersDir,
	runProgram,
	venvPython,
} from "../setup/python.ts";
import { setupPeers } from "../setup/setup.ts";

const newTokens = 64;
/** Prompts of which the continuation may differ: float32 sums in another order decide near ties otherwise. */
const allowedDifferences = 1;

const promptsFile = fileURLToPath(new URL("prompts.json", import.meta.url));

interface Answer {
	readonly rendered: string;
	readonly promptIds: readonly number[];
	readonly continuationIds: readonly number[];
}

interface PeerAnswer extends Answer {
	readonly name: string;
	/** Of each new token, how far its logit lies above the runner-up's. */
	readonly margins: readonly number[];
}

interface Peer {
	readonly transformers: string;
	readonly prompts: readonly PeerAnswer[];
}

function askTransformers(folder: string): Peer {
	const out = path.join(peersDir, "parity.json");
	runProgram(venvPython, [
		...[
			peerProgram("transformers_parity.py"),
			"--model",
			folder,
			"--prompts",
			promptsFile,
		],
		...["--out", out, "--new-tokens", String(newTokens)],
	]);
	return JSON.parse(readFileSync(out, "utf8")) as Peer;
}

async function askTemper(folder: string): Promise<Answer[]> {
	const { tokenizer, template } = await openModelText(folder);
	if (template === null) throw new Error(`${folder} has no chat template`);
	const prompts = JSON.parse(readFileSync(promptsFile, "utf8")) as {
		messages: Message[];
	}[];
	const rendered = prompts.map(({ messages }) =>
		template.render(messages, { addGenerationPrompt: true }),
	);
	const ids = rendered.map((text) =>
		tokenizer.encode(text, { addSpecial: false }),
	);
	const options = { device: "cpu", threads: null } as const;
	const { base, dispose } = await openGenerator(folder, null, options);
	const began = performance.now();
	const events = speak({ tokenizer, decoder: base }, ids, {
		maxNewTokens: newTokens,
		sampling: { kind: "greedy" },
		seed: 0,
		batchRows: 8,
		withText: false,
	});
	const rows = await collect(events);
	const seconds = (performance.now() - began) / 1000;
	const count = rows.reduce((sum, row) => sum + row.ids.length, 0);
	console.log(
		`temper: ${count} new tokens in ${seconds.toFixed(1)} s, batches of 8`,
	);
	await dispose();
	return rows.map((row, i) => ({
		rendered: rendered[i]!,
		promptIds: [...ids[i]!],
		continuationIds: row.ids,
	}));
}

/** Where two lists part, or null where they are the same. */
function firstDifference(
	a: readonly number[],
	b: readonly number[],
): number | null {
	const length = Math.max(a.length, b.length);
	for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
	return null;
}

interface Verdict {
	readonly template: boolean;
	readonly ids: boolean;
	readonly generation: boolean;
}

function compare(ours: Answer, theirs: PeerAnswer): Verdict {
	const template = ours.rendered === theirs.rendered;
	const ids = firstDifference(ours.promptIds, theirs.promptIds) === null;
	const at = firstDifference(ours.continuationIds, theirs.continuationIds);
	const continuation =
		at === null
			? `${theirs.continuationIds.length} new tokens identical`
			: `parts at new token ${at} of ${theirs.continuationIds.length}, where transformers prefers its own by ${theirs.margins[at] ?? "nothing: it had ended"}`;
	const same = (what: string, holds: boolean) =>
		`${what} ${holds ? "identical" : "DIFFERS"}`;
	console.log(
		`${theirs.name.padEnd(20)} ${same("template", template)}  ${same("ids", ids)} (${theirs.promptIds.length})  ${continuation}`,
	);
	return { template, ids, generation: at === null };
}

async function parity(folder: string): Promise<boolean> {
	const ours = await askTemper(folder);
	const { transformers, prompts } = askTransformers(folder);
	const verdicts = prompts.map((theirs, i) => compare(ours[i]!, theirs));
	const count = (what: keyof Verdict) =>
		verdicts.filter((verdict) => verdict[what]).length;
	const n = verdicts.length;
	console.log(
		`against transformers ${transformers}: templates ${count("template")}/${n}, ids ${count("ids")}/${n}, greedy continuations of ${newTokens} tokens ${count("generation")}/${n}`,
	);
	return (
		count("template") === n &&
		count("ids") === n &&
		count("generation") >= n - allowedDifferences
	);
}

const [folder] = process.argv.slice(2);
setupPeers();
if (folder === undefined) {
	fetchSmollm2();
	await convertSmollm2();
}
process.exitCode = (await parity(path.resolve(folder ?? smollm2Folder)))
	? 0
	: 1;
