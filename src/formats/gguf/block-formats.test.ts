import { join } from "node:path";
import { expect, it } from "vitest";
import type { StoredTensor } from "../../core/dtype.ts";
import { openSafetensors } from "../safetensors/safetensors.ts";
import { readTensor, readTensorBytes } from "../safetensors/tensor-data.ts";
import { blockFormats } from "./block-formats.ts";

const fixture = join(
	import.meta.dirname,
	"../../../test/fixtures/formats/ggml-blocks.safetensors",
);

it.each(Object.values(blockFormats))(
	"unpacks $name to the same bits as the gguf package",
	async (format) => {
		const { tensors } = await openSafetensors(fixture);
		const get = (part: string) =>
			tensors.get(`${format.name}.${part}`) as StoredTensor;
		const packed = await readTensorBytes(get("packed"));
		const expected = await readTensor(get("values"));
		expect(packed.length / format.bytes).toBe(
			expected.length / format.elements,
		);
		const values = new Float32Array(expected.length);
		format.decode(packed, values);
		expect(new Set(expected).size).toBeGreaterThan(20);
		expect([...values]).toEqual([...expected]);
	},
);
