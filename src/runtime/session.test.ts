import { describe, expect, it } from "vitest";
import { interpret } from "../graph/interpret/interpret.ts";
import { operationCases } from "../graph/testing/cases.ts";
import { type Buffer, Session } from "./session.ts";
import { operationGraph } from "./testing/operation-graph.ts";

describe("every operation on the CPU agrees with the interpreter, forward and backward", () => {
	for (const [n, test] of operationCases.entries())
		it(`${n} ${test.op} ${JSON.stringify(test.attributes)}`, async () => {
			const { graph, feeds, buffers } = operationGraph(test);
			const expected = interpret(graph, feeds);
			const session = await Session.create(graph, {
				device: "cpu",
				threads: 1,
			});
			const found = await session.run(buffers);
			for (const [name, t] of Object.entries(expected)) {
				const actual = found[name] as Buffer;
				expect(actual.dims, name).toEqual(t.shape);
				t.data.forEach((value, i) => {
					expect(
						Math.abs((actual.data[i] as number) - value),
						`${name}[${i}]`,
					).toBeLessThan(2e-5 * (1 + Math.abs(value)));
				});
			}
			await session.dispose();
		});
});
