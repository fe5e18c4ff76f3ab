import { afterAll, beforeAll, describe, it } from "vitest";
import { Ops } from "../../src/graph/ops.ts";
import type { GraphSession } from "../../src/graph/session.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import {
	findGraphicsDriver,
	useGraphicsDriver,
} from "../../src/runtime/testing/vulkan-driver.ts";

/** Milliseconds: a software driver compiles shaders on the CPU. */
const timeout = 900_000;

const found = findGraphicsDriver();
if (found.kind === "found") useGraphicsDriver(found.driver);

/** A suite that runs where any graphics driver exists, software ones included; its name says why it is skipped. */
export function describeOnWebGpu(name: string, body: () => void): void {
	if (found.kind === "none") {
		const title = `${name} (skipped: ${found.reason})`;
		console.warn(title);
		it(title, (context) => context.skip(found.reason));
		return;
	}
	describe(name, { timeout }, () => {
		let held: GraphSession | null = null;
		// Compiled shaders live as long as any session: this one makes the suite several times faster.
		beforeAll(async () => {
			const ops = new Ops();
			ops.output("y", ops.exp(ops.input("x", [1])));
			held = await openSession(ops.graph(), webgpu);
		}, timeout);
		afterAll(() => held?.dispose());
		body();
	});
}

export const webgpu = { device: "webgpu", threads: 1 } as const;
export const cpu = { device: "cpu", threads: 1 } as const;
