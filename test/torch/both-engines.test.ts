import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ObjectiveKind } from "../../src/objectives/all.ts";
import { type RunEvent, repeatablePart } from "../../src/runs/events.ts";
import { writeChatRows } from "../fixtures/random-llama.ts";
import { type Changes, eventsOf } from "../training/run-recipe.ts";
import { shortRecipe } from "../training/short-recipe.ts";
import { tinyFolder } from "../training/tiny-folder.ts";
import { RecordedAnswers, trainByCommand } from "./command-runs.ts";

const python = inject("python");
const folder = tinyFolder({ preferences: true });
beforeAll(() => {
	writeChatRows(join(folder, "general.jsonl"), 8, (i) => 3 + ((7 * i) % 9));
});

/** Samples are the likeliest tokens, which are the same for both engines. */
const greedy = { sampling: { maxNewTokens: 6, batch: 16, topK: 1 } };

function recipe(
	kind: ObjectiveKind,
	{ objective: options, ...more }: Changes = {},
	tune: "lora" | "full" = "lora",
): Changes {
	const { objective, data, ...short } = shortRecipe(folder, kind, tune);
	return {
		...short,
		objective: { ...(objective as object), ...(options as object) },
		data: {
			...(data as object),
			heldOut: { kind: "count", rows: 4 },
			general: join(folder, "general.jsonl"),
		},
		model: join(folder, "model"),
		batch: { rows: 6, tokens: 96 },
		precision: "float32",
		device: { kind: "cpu", threads: 1 },
		length: { kind: "steps", count: 4 },
		evaluate: { every: 2 },
		save: { every: 2 },
		...more,
	};
}

const leash = (how: Changes) => ({ leash: { kl: 0.002, every: 1, ...how } });

const runs: readonly [string, Changes][] = [
	["sft", recipe("sft")],
	["sft, full", recipe("sft", {}, "full")],
	["dpo", recipe("dpo")],
	["minor-dpo", recipe("minor-dpo")],
	["kto", recipe("kto")],
	["irft", recipe("irft", { objective: greedy })],
	["minor-sft, steered", recipe("minor-sft", leash({ how: "steer" }))],
	["sft with a penalty", recipe("sft", leash({ how: "penalty" }))],
];

/** Likeliest answers would all be the same for a prompt, so that no reward differs. The engines have different random numbers. */
const sampled: readonly [string, Changes][] = [
	["rft", recipe("rft")],
	["grpo", recipe("grpo")],
];

/** Numbers of an event by their paths, and everything else as it is. */
function* partsOf(
	value: unknown,
	path: string,
): Generator<readonly [string, unknown]> {
	if (typeof value !== "object" || value === null) {
		yield [path, value];
		return;
	}
	for (const [key, inner] of Object.entries(value))
		yield* partsOf(inner, `${path}.${key}`);
}

/** What two engines are compared by: a start also says what computes. */
function comparable(event: RunEvent): Map<string, unknown> {
	const rest = repeatablePart(event) as Record<string, unknown>;
	const kept = event.kind === "start" ? { kind: event.kind } : rest;
	return new Map(partsOf(kept, event.kind));
}

interface Bound {
	readonly quantity: string;
	readonly path: RegExp;
	/** Largest difference, relative to the larger number or to `floor`, whichever is larger. */
	readonly relative: number;
}

const floor = 0.01;

/** The first that fits counts. Numbers that none fits, such as counts, must be equal. */
const bounds: readonly Bound[] = [
	{
		...{ quantity: "loss and NLL", relative: 1e-4 },
		path: /\.(loss|nll)(\.value)?$/,
	},
	{
		...{ quantity: "gradient norms", relative: 1e-4 },
		path: /(gradNorm|sftGradNorm|units\.ratio)$/i,
	},
	{
		...{ quantity: "KL and log-ratios", relative: 5e-4 },
		path: /(klTask|klGeneral|leash\.value)\.value$|mTheta|deltaPerToken|answerDeltas|klToStart/,
	},
	{
		...{ quantity: "rewards and margins of pairs", relative: 5e-4 },
		path: /\.(chosen|rejected|margin|chosenLogProb|rejectedLogProb|chosenDelta|demo|sample)(\.value)?$/,
	},
	{
		...{ quantity: "what a leash steers", relative: 1e-4 },
		path: /\.(strength\.value|drawnBack)$/,
	},
	{
		...{ quantity: "ends of intervals", relative: 5e-4 },
		path: /\.(low|high)$/,
	},
	{
		...{ quantity: "other measures", relative: 1e-4 },
		path: /\.(monitors|own|entropy|top1|answers|greedy|rewards)\b/,
	},
];

/** By quantity: the largest difference that was seen, and where. */
const largest = new Map<
	string,
	{ readonly gap: number; readonly at: string }
>();

/** Whether numbers differ by no more than their quantity may. */
function near(x: number, y: number, path: string): boolean {
	const bound = bounds.find((one) => one.path.test(path));
	if (bound === undefined || x === y) return x === y;
	const { quantity, relative } = bound;
	const gap = Math.abs(x - y) / Math.max(floor, Math.abs(x), Math.abs(y));
	if (gap > (largest.get(quantity)?.gap ?? 0))
		largest.set(quantity, { gap, at: path });
	return gap <= relative;
}

function differences(a: readonly RunEvent[], b: readonly RunEvent[]): string[] {
	const found: string[] = [];
	for (const [i, event] of a.entries()) {
		const other = comparable(b[i] as RunEvent);
		const own = comparable(event);
		expect([...own.keys()]).toEqual([...other.keys()]);
		for (const [path, x] of own) {
			const y = other.get(path);
			const same =
				typeof x === "number" && typeof y === "number"
					? near(x, y, path)
					: x === y;
			if (!same) found.push(`${i} ${path}: ${x} and ${y}`);
		}
	}
	return found;
}

function compare(onnx: readonly RunEvent[], torch: readonly RunEvent[]) {
	expect(torch.map(({ kind }) => kind)).toEqual(onnx.map(({ kind }) => kind));
	expect(differences(onnx, torch)).toEqual([]);
	const norms = eventsOf(torch, "step").map(({ gradNorm }) => gradNorm);
	expect(Math.max(...norms)).toBeGreaterThan(0);
	const [start] = eventsOf(torch, "start");
	expect(start?.engine).toMatchObject({ device: "cpu", processes: 1 });
	const [end] = eventsOf(torch, "end");
	expect(end?.cost.memoryBytes).toBeGreaterThan(2e8);
}

describe.skipIf(python === null)("`train` with both engines", () => {
	let runsSoFar = 0;
	const into = (given: Changes) => ({
		...given,
		out: join(folder, `run-${runsSoFar++}`),
	});
	afterAll(() => {
		const lines = bounds.map(({ quantity, relative }) => {
			const { gap, at } = largest.get(quantity) ?? { gap: 0, at: "none" };
			return `${quantity}: ${gap.toExponential(1)} of ${relative} (${at})`;
		});
		console.log(lines.join("\n"));
	});

	test.each(runs)("has the same events: %s", async (_, given) => {
		const onnx = await trainByCommand(into(given), ["engine=onnx"]);
		const torch = await trainByCommand(into(given), ["engine=torch"]);
		compare(onnx, torch);
	});

	test.each(sampled)(
		"has the same events from the same samples: %s",
		async (_, given) => {
			const answers = new RecordedAnswers();
			const onnx = await trainByCommand(
				into(given),
				["engine=onnx"],
				answers.services,
			);
			const server = await answers.serve(join(folder, "model"));
			try {
				compare(onnx, await trainByCommand(into(given), server.settings));
			} finally {
				server.close();
			}
			expect(answers.counts.recorded).toBeGreaterThan(0);
			expect(answers.counts.left).toBe(0);
		},
	);
});
