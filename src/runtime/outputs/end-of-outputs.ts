import { once } from "../../core/once.ts";
import { Ops } from "../../graph/ops.ts";
import { lower } from "../lower/lower.ts";
import * as ort from "../onnxruntime.ts";
import { endOutput } from "./given-outputs.ts";

type Run = (
	inputs: Record<string, ort.Tensor>,
	outputs: Record<string, ort.Tensor | null>,
) => Promise<unknown>;

/**
 * What a run of `twiceAndThrice` into arrays that also asks for `endOutput` ends with: the error's message, or "" if it returns. Null if the
 * arrays are not written by then, so that such runs cannot be used.
 */
export async function endOf(run: Run): Promise<string | null> {
	const [x, twice, thrice] = [7, 0, 0].map((n) => Float32Array.of(n)) as [
		Float32Array,
		Float32Array,
		Float32Array,
	];
	const scalar = (data: Float32Array) => new ort.Tensor("float32", data, [1]);
	const message = await run(
		{ x: scalar(x) },
		{ [endOutput]: null, twice: scalar(twice), thrice: scalar(thrice) },
	).then(
		() => "",
		(error: Error) => error.message,
	);
	return twice[0] === 14 && thrice[0] === 21 ? message : null;
}

function twiceAndThrice() {
	const ops = new Ops();
	const x = ops.input("x", [1]);
	ops.output("twice", ops.affine(x, 2));
	ops.output("thrice", ops.affine(x, 3));
	return ops.graph();
}

/** `endOf` in the binding that is installed, found out once in each thread. */
export const endOfOutputs = once(async () => {
	const { encode } = lower(twiceAndThrice(), "cpu", "");
	const session = await ort.InferenceSession.create(encode(), {
		...{ executionProviders: ["cpu"], intraOpNumThreads: 1 },
		logSeverityLevel: 3,
	});
	const end = await endOf((inputs, outputs) => session.run(inputs, outputs));
	await session.release();
	return end;
});
