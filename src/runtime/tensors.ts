import { TemperError } from "../core/error.ts";
import type { Buffer } from "../graph/session.ts";
import * as ort from "./onnxruntime.ts";

export function asTensor({ data, dims }: Buffer): ort.Tensor {
	return data instanceof Int32Array
		? new ort.Tensor("int32", data, dims)
		: new ort.Tensor("float32", data, dims);
}

export function asBuffer(tensor: ort.OnnxValue): Buffer {
	const { data, dims } = tensor as ort.Tensor;
	return { data: data as Float32Array | Int32Array, dims };
}

export function missingInput(name: string): TemperError {
	return new TemperError("internal", {
		where: "session",
		expected: `a value for ${name}`,
		found: "none",
	});
}
