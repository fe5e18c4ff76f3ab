import { expect, test } from "vitest";
import type { NodeProto } from "../proto.ts";
import { orderLeaves } from "./order-leaves.ts";

function node(name: string, input: string[], output: string[]): NodeProto {
	return { name, opType: "Add", domain: "", input, output, attribute: [] };
}

test("what feeds nothing comes last, the first of it at the very end", () => {
	const nodes = [
		node("forward", ["x"], ["y"]),
		node("upper", ["y"], ["grad.1"]),
		node("down", ["y"], ["dy", "unread"]),
		node("lower", ["dy"], ["grad.0"]),
	];
	expect(orderLeaves(nodes).map(({ name }) => name)).toEqual([
		"forward",
		"down",
		"lower",
		"upper",
	]);
});
