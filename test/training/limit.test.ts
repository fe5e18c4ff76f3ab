import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Group } from "../../src/data/example.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { writeChatRows } from "../fixtures/random-llama.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { tinyRecipe } from "./tiny-recipe.ts";

const folder = tinyFolder();
beforeAll(async () => {
	writeChatRows(join(folder, "few.jsonl"), 2, (i) => 3 + i);
});

const prepared = (data: Readonly<Record<string, unknown>>) =>
	prepare(
		tinyRecipe(folder, {
			data: {
				train: join(folder, "rows.jsonl"),
				heldOut: { kind: "count", rows: 5 },
				general: null,
				...data,
			},
		}),
	);

const idsOf = (groups: readonly Group[]) =>
	groups.flat().map(({ id }) => id.replace(/.*[\\/]/, ""));

test("held-out rows are the same under every limit, and smaller limits are parts of larger ones", async () => {
	const all = await prepared({});
	const limited = await Promise.all(
		[3, 9, 14].map((limit) => prepared({ limit })),
	);
	let smaller: string[] = [];
	for (const [i, { train, heldOut, plan }] of limited.entries()) {
		expect(idsOf(heldOut)).toEqual(idsOf(all.heldOut));
		const rows = idsOf(train);
		expect(rows).toHaveLength([3, 9, 14][i] as number);
		expect(plan.stepsPerEpoch).toBe(Math.ceil(rows.length / 6));
		expect(smaller.filter((id) => !rows.includes(id))).toEqual([]);
		smaller = rows;
	}
	const trained = idsOf(all.train);
	expect(smaller.every((id) => trained.includes(id))).toBe(true);
});

test("a note says what a limit left, and what it could not reach", async () => {
	const { notes } = await prepared({ limit: { share: 0.5 } });
	expect(notes).toContain("data.limit: 10 of 19 training rows are used.");
	const over = await prepared({ limit: 500 });
	expect(over.train).toHaveLength(19);
	expect(over.notes).toContain(
		"data.limit: all 19 training rows are used, because there are fewer than 500.",
	);
});

test("weights draw from the rows that the limit kept, and a file without any is named", async () => {
	const train = [
		{ path: join(folder, "rows.jsonl"), weight: 2 },
		{ path: join(folder, "few.jsonl"), weight: 1 },
	];
	const heldOut = { kind: "none" };
	const found = await Promise.all(
		[4, 25].map((limit) => prepared({ train, heldOut, limit })),
	);
	for (const [i, { train: rows, notes }] of found.entries()) {
		const own = idsOf(rows).filter((id) => id.startsWith("rows"));
		const few = idsOf(rows).length - own.length;
		expect(own.length / 2 + few).toBe([4, 25][i]);
		expect(new Set(own).size).toBe(own.length / 2);
		const named = notes.some((note) =>
			/^data\.limit: no row of .*few\.jsonl is used\.$/.test(note),
		);
		expect(named).toBe(few === 0);
	}
});
