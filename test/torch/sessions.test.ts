import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { PlacedModel } from "../../src/engine/engine.ts";
import { onnxEngine } from "../../src/engine/onnx/graph-engine.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { everyObjective } from "../../src/objectives/testing/option-sets.ts";
import {
	copyToy,
	type Recorded,
	type Replayed,
	type ReplayedStep,
	replay,
} from "./replay.ts";
import { type SharedTorch, shareTorch } from "./shared-group.ts";

const python = inject("python");

/**
 * Largest relative differences from ONNX Runtime. `weights`: norm of the difference over the norm of what the steps moved.
 * Adam divides each gradient by its own size, so one that is nearly 0 moves its weight by a step of either sign.
 */
interface Bounds {
	readonly loss: number;
	readonly norm: number;
	readonly weights: number;
}

const bounds: Bounds = { loss: 1e-4, norm: 1e-3, weights: 1e-3 };

/** What needs wider bounds, and why. */
const wider: Readonly<Record<string, Partial<Bounds>>> = {
	// p^0.5 of unlikely words makes gradients of 1e-4, so that more of them are nearly 0.
	"p-family": { weights: 1e-2 },
	// The squared distance from a margin is steep: a gradient of norm 30 is clipped to 1.
	ipo: { weights: 1e-2 },
	// Its weights of tokens multiply rounding: 7e-4 on processors with AVX-512, 1.3e-3 with AVX2.
	asft: { weights: 3e-3 },
	// Whether an answer counts depends on a mean over the batch, which rounding moves.
	kto: { loss: 3e-4 },
};

/** The objective at each option set by name. */
const sets = new Map<string, Objective[]>();
for (const { objective } of everyObjective)
	sets.set(objective.name, [...(sets.get(objective.name) ?? []), objective]);

/** One option set of each objective, with a reference if one of them has it. */
const objectives = [...sets.values()].map(
	(own) =>
		own.find(({ needs }) => needs.reference !== "none") ??
		(own[0] as Objective),
);

/** Those whose strength a leash steers, by name. */
const steered = new Map(
	everyObjective
		.filter(({ title }) => /"(beta|lambda)":null/.test(title))
		.map(({ objective }) => [objective.name, objective]),
);

const recorded: readonly Recorded[] = (["lora", "full"] as const).flatMap(
	(tuning) => {
		const plain = { tuning, strength: null, holds: false };
		return [
			// Reward models are trained as adapters.
			...objectives
				.filter(({ trains }) => trains === "policy" || tuning === "lora")
				.map((objective) => ({
					...{ ...plain, objective, title: `${objective.name}, ${tuning}` },
				})),
			...[...steered.values()].map((objective) => ({
				...{ ...plain, objective, strength: 0.5 },
				title: `${objective.name} with a steered strength, ${tuning}`,
			})),
			{
				...{ ...plain, objective: objectives[0] as Objective, holds: true },
				title: `${objectives[0]?.name} with a penalty, ${tuning}`,
			},
		];
	},
);

const onnx = onnxEngine({ device: "cpu", threads: 1 });

const relative = (found: number, wanted: number) =>
	Math.abs(found - wanted) / Math.abs(wanted);

/** The largest relative difference of a number of the steps. */
function largest(
	found: Replayed,
	wanted: Replayed,
	of: (step: ReplayedStep) => number,
): number {
	const each = wanted.steps.map((step, i) =>
		relative(of(found.steps[i] as ReplayedStep), of(step)),
	);
	return Math.max(...each);
}

/** Norm of the difference of what is trained, relative to what the steps changed. */
function weightGap(found: Replayed, { before, after }: Replayed): number {
	let gap = 0;
	let moved = 0;
	for (const [name, values] of after) {
		const others = found.after.get(name) as Float32Array;
		const first = before.get(name) as Float32Array;
		values.forEach((value, i) => {
			gap += (value - (others[i] as number)) ** 2;
			moved += (value - (first[i] as number)) ** 2;
		});
	}
	return Math.sqrt(gap / moved);
}

describe.skipIf(python === null)("five steps in torch", () => {
	let torch: SharedTorch;
	let toy: PlacedModel;
	const folder = mkdtempSync(join(tmpdir(), "temper-sessions-"));
	const lines: string[] = [];

	beforeAll(async () => {
		toy = await copyToy(folder);
		torch = await shareTorch(python as string);
	});

	afterAll(async () => {
		console.log(lines.join("\n"));
		await torch?.end();
	});

	afterAll(() => rmSync(folder, { recursive: true }));

	test.each(recorded)("$title", async (one) => {
		const wanted = await replay(onnx, one, toy);
		const found = await replay(torch.engine, one, toy);
		const limits = { ...bounds, ...wider[one.objective.name] };
		const gaps = {
			loss: largest(found, wanted, ({ loss }) => loss),
			norm: largest(found, wanted, ({ norm }) => norm),
			weights: weightGap(found, wanted),
		};
		const shown = Object.entries(gaps).map(
			([name, gap]) => `${name} ${gap.toExponential(1)}`,
		);
		lines.push(`${one.title}: ${shown.join(", ")}`);
		expect(found.steps).toHaveLength(wanted.steps.length);
		for (const [name, gap] of Object.entries(gaps))
			expect(gap, name).toBeLessThan(limits[name as keyof Bounds]);
		for (const [i, { heldKl }] of wanted.steps.entries()) {
			const other = found.steps[i]?.heldKl;
			// Before the first step it is 0 but for rounding.
			if (heldKl === null) expect(other).toBeNull();
			else expect(other).toBeCloseTo(heldKl, 4);
		}
	});
});
