import type { StoredDType, StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import type { ElementType } from "../proto.ts";

const types: Partial<Record<StoredDType, ElementType>> = {
	F32: "float32",
	F16: "float16",
	BF16: "bfloat16",
};

/** ONNX's type of a tensor of real numbers. Throws `weights` for other tensors. */
export function realType({ name, dtype }: StoredTensor): ElementType {
	const type = types[dtype];
	if (type) return type;
	throw new TemperError("weights", {
		where: `tensor ${name}`,
		expected: "F32, F16 or BF16",
		found: dtype,
	});
}
