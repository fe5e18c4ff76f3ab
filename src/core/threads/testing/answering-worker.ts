// A thread for tests: says what came, in order, and fails or ends when it is told to.
import { TemperError } from "../../error.ts";
import { answerEach } from "../answer-each.ts";

export type AnsweringRequest =
	| { readonly kind: "say"; readonly text: string; readonly after: number }
	| { readonly kind: "fill"; readonly length: number }
	| { readonly kind: "refuse" | "throw" | "crash" | "exit" | "hoard" };

const hoard: unknown[] = [];

answerEach(async (request: AnsweringRequest) => {
	switch (request.kind) {
		case "say":
			await new Promise((resolve) => setTimeout(resolve, request.after));
			return { result: request.text };
		case "fill": {
			const array = new Float32Array(request.length).fill(1);
			return { result: array, moved: [array.buffer] };
		}
		case "refuse":
			throw new TemperError("data", {
				where: "line 3",
				expected: "a word",
				found: "none",
				hint: "Write one.",
			});
		case "throw":
			throw new Error("something else");
		case "crash":
			setImmediate(() => {
				throw new Error("crashed");
			});
			return new Promise(() => {});
		case "hoard":
			for (;;) hoard.push(new Array(1000).fill(hoard.length));
		case "exit":
			return process.exit(3);
		default:
			throw request satisfies never;
	}
});
