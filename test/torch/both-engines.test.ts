import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import type { Engine, Generator } from "../../src/engine/engine.ts";
import type { GenerationEvent } from "../../src/generate/generate.ts";
import type { ObjectiveKind } from "../../src/objectives/all.ts";
import { type RunEvent, repeatablePart } from "../../src/runs/events.ts";
import { engineOf } from "../../src/train/prepare/engine-of.ts";
import { writeChatRows } from "../fixtures/random-llama.ts";
import {
	type Changes,
	eventsOf,
	type FinishedRun,
	runRecipe,
} from "../training/run-recipe.ts";
import { shortRecipe } from "../training/short-recipe.ts";
import { tinyFolder } from "../training/tiny-folder.ts";

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
	["rft", recipe("rft")],
	["grpo", recipe("grpo")],
	["minor-sft, steered", recipe("minor-sft", leash({ how: "steer" }))],
	["sft with a penalty", recipe("sft", leash({ how: "penalty" }))],
];

/** An engine whose generators are others. */
function withGenerators(
	engine: Engine,
	change: (own: Generator) => Generator,
): Engine {
	return {
		name: engine.name,
		requireInstalled: () => engine.requireInstalled(),
		openModel: (path) => engine.openModel(path),
		async open(options) {
			const session = await engine.open(options);
			const open = session.generator.bind(session);
			session.generator = async () => change(await open());
			return session;
		},
	};
}

/** The two engines have different random numbers: answers that one draws are those of the other, too. */
function sharedAnswers() {
	const drawn: GenerationEvent[][] = [];
	const record = (own: Generator): Generator => ({
		async *generate(...given) {
			const events: GenerationEvent[] = [];
			for await (const event of own.generate(...given)) {
				events.push(event);
				yield event;
			}
			drawn.push(events);
		},
		dispose: () => own.dispose(),
	});
	const replay = (own: Generator): Generator => ({
		async *generate() {
			yield* drawn.shift() ?? [];
		},
		dispose: () => own.dispose(),
	});
	return { record, replay };
}

/** Numbers of an event by their paths, and everything else as text. */
function* partsOf(
	value: unknown,
	path: string,
): globalThis.Generator<readonly [string, unknown]> {
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

/** Largest difference of two numbers, relative to the larger one and to 0.01. */
const bound = 2e-3;

function differences(a: FinishedRun, b: FinishedRun): string[] {
	const found: string[] = [];
	a.events.forEach((event, i) => {
		const other = comparable(b.events[i] as RunEvent);
		const own = comparable(event);
		expect([...own.keys()]).toEqual([...other.keys()]);
		for (const [path, x] of own) {
			const y = other.get(path);
			const near =
				typeof x === "number" && typeof y === "number"
					? Math.abs(x - y) <= bound * Math.max(0.01, Math.abs(x), Math.abs(y))
					: x === y;
			if (!near) found.push(`${i} ${path}: ${x} and ${y}`);
		}
	});
	return found;
}

describe.skipIf(python === null)("both engines", () => {
	test.each(runs)("have the same events: %s", async (name, changes) => {
		const shares = /^(rft|grpo)/.test(name);
		const { record, replay } = sharedAnswers();
		const run = (engine: string, change: (own: Generator) => Generator) =>
			runRecipe(folder, { ...changes, engine }, null, (resolved) => {
				const own = engineOf(resolved);
				return shares ? withGenerators(own, change) : own;
			});
		const onnx = await run("onnx", record);
		const torch = await run("torch", replay);
		expect(torch.events.map(({ kind }) => kind)).toEqual(
			onnx.events.map(({ kind }) => kind),
		);
		expect(differences(onnx, torch)).toEqual([]);
		const [start] = eventsOf(torch.events, "start");
		expect(start?.engine).toMatchObject({ device: "cpu", processes: 1 });
		const [end] = eventsOf(torch.events, "end");
		expect(end?.cost.memoryBytes).toBeGreaterThan(2e8);
	});
});
