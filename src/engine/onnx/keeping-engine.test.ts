import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { SharedFiles } from "../../core/shared-files.ts";
import { alone, type Example } from "../../data/example.ts";
import {
	randomModel,
	smallConfigs,
} from "../../generate/testing/random-model.ts";
import type { GraphSession } from "../../graph/session.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { KeptScores } from "../../policy/kept-scores.ts";
import { Policy } from "../../policy/policy.ts";
import { SharedScores } from "../../policy/shared-scores.ts";
import { OnnxSession } from "../../runtime/onnx-session.ts";
import { graphParts } from "./graph-parts.ts";
import { keepingEngine } from "./keeping-engine.ts";

const cpu = { device: "cpu", threads: 1 } as const;
const tuning = { kind: "full" } as const;
const graph: GraphOptions = {
	...{ tuning, precision: "float32", length: 64, chunks: 2 },
	...{ recompute: false, sharedPrompts: false },
};

const row = (...ids: number[]): Example => ({
	...{ id: ids.join(), ids: Int32Array.from(ids), liked: true },
	mask: Uint8Array.from(ids, (_, t) => (t < 2 ? 0 : 1)),
});
const rows = alone([row(1, 2, 3, 4), row(5, 6, 7)]);

let runs = 0;
beforeEach(() => {
	runs = 0;
});

/** Sessions that count their runs. */
const counted = {
	async open(given: Parameters<typeof OnnxSession.create>[0]) {
		const session: GraphSession = await OnnxSession.create(given, cpu);
		return {
			...{ key: "one graph", inputs: session.inputs },
			run(...all: Parameters<GraphSession["run"]>) {
				runs++;
				return session.run(...all);
			},
			dispose: () => session.dispose(),
		};
	},
};

test("scores of equal weights on equal rows are computed once, and others anew", async () => {
	const model = await randomModel(
		smallConfigs["llama, grouped queries, head size 8"] ?? {},
	);
	const options = { model, graph, tokens: 64, compares: true };
	const scorer = await graphParts(counted, new KeptScores()).scorer(options);
	const plain = await graphParts(cpu).scorer(options);
	const base = await Policy.base(scorer.trainables, model, tuning);
	const moved = await Policy.base(scorer.trainables, model, tuning);
	const first = moved.tensors[0]?.data as Float32Array;
	first[0] = (first[0] as number) + 0.5;

	const { hidden } = await scorer.score(rows, base);
	const expected = await plain.score(rows, base);
	expect(hidden).toEqual(expected.hidden);
	const twin = await Policy.base(scorer.trainables, model, tuning);
	await scorer.score(rows, twin);
	expect(runs).toBe(1);
	const compared = await scorer.score(rows, moved, hidden);
	expect(runs).toBe(2);
	expect(compared).toEqual(await plain.score(rows, moved, expected.hidden));
	await scorer.score(rows, moved, hidden);
	expect(runs).toBe(2);
	// Trained in place: no longer the weights that were scored.
	first[0] = (first[0] as number) + 0.5;
	moved.moved();
	const further = await scorer.score(rows, moved, hidden);
	expect(runs).toBe(3);
	expect(further).toEqual(await plain.score(rows, moved, expected.hidden));
	await scorer.score(rows, moved, hidden);
	expect(runs).toBe(3);
	// Back at weights that were scored.
	moved.restore(base.tensors);
	await scorer.score(rows, moved);
	expect(runs).toBe(3);
	await scorer.score([...rows].reverse(), moved);
	await scorer.score([rows.flat()], moved);
	expect(runs).toBe(5);
	// States that this scorer did not make have no name.
	await scorer.score(rows, moved, expected.hidden);
	await scorer.score(rows, moved, expected.hidden);
	expect(runs).toBe(7);
	await plain.dispose();
	await scorer.dispose();
});

test("a second process computes nothing of a base that the first one scored", async () => {
	const model = await randomModel(
		smallConfigs["llama, grouped queries, head size 8"] ?? {},
	);
	const folder = mkdtempSync(join(tmpdir(), "temper-keeping-"));
	const process = async () => {
		const shared = new SharedScores(new SharedFiles(folder), "cpu");
		const parts = graphParts(counted, new KeptScores({ shared }));
		const options = { model, graph, tokens: 64, compares: true };
		const scorer = await parts.scorer(options);
		const base = await Policy.base(scorer.trainables, model, tuning);
		const scored = await scorer.scoreBase(rows, base);
		const still = await scorer.score(rows, base, scored.hidden);
		const states = await scorer.baseStates(rows.flat().reverse(), base);
		await scorer.dispose();
		return { scored, still, states };
	};
	const first = await process();
	expect(runs).toBe(3);
	expect(await process()).toEqual(first);
	expect(runs).toBe(3);
	rmSync(folder, { recursive: true });
	expect(await process()).toEqual(first);
	expect(runs).toBe(6);
});

test("it has the name of the engine whose numbers it has", () => {
	expect(keepingEngine(cpu).name).toBe("ONNX Runtime on cpu");
});
