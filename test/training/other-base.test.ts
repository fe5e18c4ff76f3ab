import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { EvaluationEvent } from "../../src/runs/events.ts";
import { writeChatRows } from "../fixtures/random-llama.ts";
import { type FinishedRun, runRecipe } from "./run-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";

const folder = tinyFolder();
const general = join(folder, "general.jsonl");
let tuned: FinishedRun;

beforeAll(async () => {
	writeChatRows(general, 16, (i) => 3 + ((7 * i) % 9));
	tuned = await runRecipe(folder, {
		...common,
		tune: { kind: "full" },
		optimizer: { learningRate: 0.01 },
	});
}, 300_000);

const common = {
	data: {
		train: join(folder, "rows.jsonl"),
		heldOut: { kind: "count", rows: 6 },
		general,
	},
	length: { kind: "steps", count: 3 },
	evaluate: "end",
};

const evaluationsOf = ({ events }: FinishedRun) =>
	events.filter(
		(event): event is EvaluationEvent => event.kind === "evaluation",
	);

/** Trains the tuned model further, measured from the model before any tuning. */
function further(changes: Readonly<Record<string, unknown>>) {
	return runRecipe(folder, {
		...common,
		model: join(tuned.out, "model"),
		base: join(folder, "model"),
		...changes,
	});
}

describe.each(["lora", "full"])(
	"%s on a model that is not its base",
	(kind) => {
		test("starts as far from the base as the model was left", async () => {
			const left = evaluationsOf(tuned).at(-1);
			const run = await further({ tune: { kind } });
			const [start] = evaluationsOf(run);
			expect(left?.klGeneral?.value).toBeGreaterThan(0.01);
			for (const key of ["klGeneral", "klTask", "nll"] as const)
				expect(start?.[key]?.value).toBeCloseTo(left?.[key]?.value ?? 0, 4);
			expect(start?.mTheta).toBeCloseTo(left?.mTheta ?? 0, 4);
		});
	},
);

test("a penalty holds adapters to the base, from which their model has moved", async () => {
	const rows = join(folder, "rows.jsonl");
	const leash = { kl: 1, how: "penalty", rows, every: 1 };
	const run = await further({ tune: { kind: "lora" }, leash });
	const held = run.events.flatMap((event) =>
		event.kind === "step" ? [event.own.heldKl] : [],
	);
	expect(held[0]).toBeGreaterThan(0.01);
});
