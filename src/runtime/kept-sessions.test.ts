import { expect, test } from "vitest";
import { Ops } from "../graph/ops.ts";
import type { Buffers } from "../graph/session.ts";
import { KeptSessions } from "./kept-sessions.ts";
import { openSession } from "./open-session.ts";

const cpu = { device: "cpu", threads: 1 } as const;

function scaling(by: number) {
	const ops = new Ops();
	ops.output("y", ops.affine(ops.input("x", ["N"]), by));
	return ops.graph();
}

const feeds: Buffers = { x: { data: Float32Array.of(1, 2), dims: [2] } };

async function result(kept: KeptSessions, by: number) {
	const session = await openSession(scaling(by), kept.backend);
	const { y } = await session.run(feeds);
	return { values: [...(y?.data ?? [])], session };
}

test("equal graphs share a session, which serves on after one of its users has given it back", async () => {
	const kept = new KeptSessions(cpu);
	const one = await result(kept, 3);
	const other = await result(kept, 3);
	expect(other.session.key).toBe(one.session.key);
	expect(kept.open).toBe(1);
	await one.session.dispose();
	// Given back twice, it counts once.
	await one.session.dispose();
	expect([...((await other.session.run(feeds)).y?.data ?? [])]).toEqual([3, 6]);
	await other.session.dispose();
	expect((await result(kept, 3)).values).toEqual([3, 6]);
	expect(kept.open).toBe(1);
});

test("those that nobody uses are released beyond the limits, the longest unused first", async () => {
	const kept = new KeptSessions(cpu, { count: 1, processBytes: 1e12 });
	const opened = [];
	for (const by of [2, 3, 4]) opened.push(await result(kept, by));
	expect(kept.open).toBe(3);
	for (const { session } of opened) await session.dispose();
	expect(kept.open).toBe(1);
	const again = await openSession(scaling(4), kept.backend);
	expect(kept.open).toBe(1);
	await again.dispose();
	await kept.clear();
	expect(kept.open).toBe(0);
	const small = new KeptSessions(cpu, { count: 8, processBytes: 0 });
	await (await result(small, 2)).session.dispose();
	expect(small.open).toBe(0);
});
