import { expect, test } from "vitest";
import { engineFrom, onnxEngine } from "../../engine/onnx/graph-engine.ts";
import {
	type DecodersOptions,
	graphParts,
} from "../../engine/onnx/graph-parts.ts";
import { toyModel } from "../../eval/testing/toy-model.ts";

const cpu = { device: "cpu", threads: 1 } as const;

test("a measured model and the one that it is compared with answer in the engine's precision", async () => {
	const opened: DecodersOptions["precision"][] = [];
	const parts = {
		...graphParts(cpu),
		async decoders({ precision }: DecodersOptions): Promise<never> {
			opened.push(precision);
			throw new Error("opened");
		},
	};
	const own = { model: toyModel, adapter: null };
	for (const answers of ["int8", "float32"] as const) {
		const engine = engineFrom("a test's", parts, undefined, answers);
		const model = await engine.openMeasured({ own, other: own, tokens: 64 });
		await expect(model.generate()).rejects.toThrow("opened");
		await expect(model.compared?.generate()).rejects.toThrow("opened");
	}
	expect(opened).toEqual(["int8", "int8", "float32", "float32"]);
	expect(onnxEngine(cpu, "int8").name).toBe(
		"ONNX Runtime on cpu, answers in int8",
	);
	expect(onnxEngine(cpu).name).toBe("ONNX Runtime on cpu");
});
