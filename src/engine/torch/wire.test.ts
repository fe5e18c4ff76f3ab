import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../core/random.ts";
import {
	decodeMessage,
	encodeMessage,
	FrameReader,
	type Message,
	type WireTensors,
} from "./wire.ts";

const bytesOf = (message: Message) => Buffer.concat(encodeMessage(message));

function randomTensors(stream: RandomStream): WireTensors {
	const below = (n: number) => Math.floor(stream.uniform() * n);
	const kinds = [Float32Array, Int32Array, Uint8Array];
	return Object.fromEntries(
		Array.from({ length: below(5) }, (_, i) => {
			const shape = Array.from({ length: below(3) }, () => below(7));
			const size = shape.reduce((product, n) => product * n, 1);
			const Kind = kinds[below(3)] as (typeof kinds)[number];
			const data = Kind.from(
				Array.from({ length: size }, () => below(256) - 0.5),
			);
			return [`tensor.${i}`, { shape, data }];
		}),
	);
}

const fixtures = join(
	import.meta.dirname,
	"../../../test/fixtures/torch-messages",
);

/** A message as test/torch/messages/record.ts saved it. */
const saved = (name: string) =>
	readFileSync(join(fixtures, `${name}.safetensors`));

const random = (seed: number): Message => {
	const stream = new RandomStream(seed, "wire");
	const fields = {
		id: seed,
		words: "ä\n\u{1f600}",
		list: [stream.uniform(), null],
	};
	return { fields, tensors: randomTensors(stream) };
};

describe("a message", () => {
	it("comes back as it was, in whatever pieces it arrives", () => {
		for (let seed = 0; seed < 60; seed++) {
			const sent = [random(3 * seed), random(3 * seed + 1)];
			const stream = new RandomStream(seed, "pieces");
			const bytes = Buffer.concat(sent.map(bytesOf));
			const reader = new FrameReader();
			const got: Message[] = [];
			for (let at = 0; at < bytes.length; ) {
				const size = 1 + Math.floor(stream.uniform() ** 3 * bytes.length);
				got.push(...reader.push(bytes.subarray(at, at + size)));
				at += size;
			}
			expect(got).toEqual(sent);
			expect(reader.isBetweenMessages).toBe(true);
		}
	});

	it("is not complete, and the stream may not end, before its last byte", () => {
		const bytes = bytesOf(random(5));
		for (let length = 1; length < bytes.length; length++) {
			const reader = new FrameReader();
			expect([...reader.push(bytes.subarray(0, length))]).toEqual([]);
			expect(reader.isBetweenMessages).toBe(false);
		}
	});

	it("of one tensor has these bytes", () => {
		const tensors = { a: { shape: [2], data: Int32Array.of(1, -2) } };
		const text = bytesOf({ fields: { op: "x" }, tensors }).toString("latin1");
		expect(text.slice(16).replaceAll(" ", "")).toBe(
			'{"__metadata__":{"message":"{\\"op\\":\\"x\\"}"},"a":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}\x01\0\0\0\xfe\xff\xff\xff',
		);
	});

	it.each(["open", "learner", "step", "score", "draw"])(
		"that was saved is written again with the same bytes: %s",
		(op) => {
			const bytes = saved(`${op}.request`);
			const message = decodeMessage(bytes);
			expect(message.fields.op).toBe(op);
			expect(bytesOf(message).subarray(8)).toEqual(bytes);
		},
	);

	it.each([
		["step", ["entropy", "logProb", "metric.tokenWeight", "top1"]],
		["score", ["entropy", "kl", "logProb", "top1"]],
	])("that Python wrote is read: the reply to %s", (op, names) => {
		const { fields, tensors } = decodeMessage(saved(`${op}.reply`));
		expect(fields).toMatchObject({ ok: true });
		expect(Object.keys(tensors).sort()).toEqual(names);
		for (const { shape, data } of Object.values(tensors)) {
			// Of 10 supervised tokens.
			expect(shape).toEqual([10]);
			expect(data).toBeInstanceOf(Float32Array);
		}
		const { data = [] } = tensors.logProb ?? {};
		expect([...data].every((value) => value < 0)).toBe(true);
	});

	it("that Python wrote is read: drawn answers", () => {
		const { lengths, ids } = decodeMessage(saved("draw.reply")).tensors;
		expect(lengths?.data).toEqual(Int32Array.of(4, 4));
		expect(ids?.data).toHaveLength(8);
	});

	it("that is longer than allowed is refused before memory is taken for it", () => {
		const prefix = Buffer.alloc(8);
		prefix.writeBigUInt64LE(2n ** 62n);
		expect(() => [...new FrameReader().push(prefix)]).toThrow(
			"expected at most 2147483647 bytes, found 4611686018427387904",
		);
		const bytes = bytesOf(random(2));
		const reader = new FrameReader(bytes.length - 9);
		expect(() => [...reader.push(bytes)]).toThrow("expected at most");
	});

	it.each([
		["no bytes", Buffer.alloc(0), "found message: expected a safetensors file"],
		["noise", Buffer.alloc(64, 7), "a header of at most"],
		[
			"no fields",
			bytesOf({ fields: [] as never, tensors: {} }).subarray(8),
			"an object in its metadata",
		],
	])("of %s is refused", (_, bytes, words) => {
		expect(() => decodeMessage(bytes)).toThrow(words);
	});

	it("whose data is cut off is refused", () => {
		const tensors = { a: { shape: [3], data: Float32Array.of(1, 2, 3) } };
		const file = bytesOf({ fields: {}, tensors }).subarray(8);
		expect(() => decodeMessage(file.subarray(0, -1))).toThrow(
			"a range inside the 11 bytes of data",
		);
	});

	it("of nothing at all is refused as it arrives", () => {
		expect(() => [...new FrameReader().push(Buffer.alloc(8))]).toThrow(
			"a safetensors file",
		);
	});
});
