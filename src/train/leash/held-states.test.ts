import { expect, test } from "vitest";
import type { Example } from "../../data/example.ts";
import { heldAt } from "./held-states.ts";

const rows: Example[] = Array.from({ length: 5 }, (_, r) => ({
	id: `row ${r}`,
	ids: new Int32Array(10 + r),
	mask: new Uint8Array(10 + r),
	liked: true,
}));
const states = {
	rows,
	baselines: rows.map((_, r) => ({ kind: "baseline" as const, of: r })),
};
const order = { seed: 1, perStep: 2, tokens: 1000 };

const idsAt = (step: number, seed = 1) =>
	heldAt(states, step, { ...order, seed }).flatMap((held) =>
		held.rows.map(({ id }) => id),
	);

test("every row is held once in a pass, in an order of its own", () => {
	const passes = [0, 1].map((pass) =>
		[...idsAt(5 * pass), ...idsAt(5 * pass + 1), ...idsAt(5 * pass + 2)].slice(
			0,
			5,
		),
	);
	for (const pass of passes) expect(new Set(pass).size).toBe(5);
	const long = (seed: number) =>
		Array.from({ length: 20 }, (_, k) => idsAt(k, seed)).join();
	expect(long(1)).toBe(long(1));
	expect(long(1)).not.toBe(long(2));
});

test("a row comes with its own baseline, and micro-batches keep to their size", () => {
	const held = heldAt(states, 3, { ...order, perStep: 5, tokens: 25 });
	expect(held.length).toBeGreaterThan(1);
	for (const { rows: own, baselines } of held)
		expect(baselines).toEqual(
			own.map((row) => states.baselines[rows.indexOf(row)]),
		);
});
