import { readFileSync } from "node:fs";
import {
	ggufBytes,
	type TestValue,
} from "../../../src/formats/gguf/testing/gguf-bytes.ts";
import {
	decoder,
	sizes,
	tensor,
} from "../../../src/formats/gguf/testing/tiny-decoder.ts";
import { type BadCase, written } from "../bad-case.ts";

const tiny = readFileSync(
	new URL("../../fixtures/formats/tiny-llama.gguf", import.meta.url),
);
const whole = ggufBytes(sizes("llama"), decoder);
const pull = ["pull", "DIR/a.gguf", "--out", "DIR/out"];

const pulled = (name: string, bytes: Uint8Array, ...says: string[]): BadCase =>
	written(`GGUF: ${name}`, "a.gguf", bytes, pull, "a.gguf", ...says);
const field = (key: string, value: TestValue, ...says: string[]) =>
	pulled(
		`${key} ${JSON.stringify(value)}`,
		ggufBytes({ ...sizes("llama"), [key]: value }, decoder),
		key,
		...says,
	);

/** The file with the type of its first tensor changed. */
function retyped(type: number): Buffer {
	const bytes = Buffer.from(whole);
	const at = bytes.indexOf("token_embd.weight") + "token_embd.weight".length;
	bytes.writeUInt32LE(type, at + 4 + 16);
	return bytes;
}

/** A file whose header says `count` of tensors or of entries. */
function counted(at: number, count: bigint): Buffer {
	const bytes = Buffer.from(whole);
	bytes.writeBigUInt64LE(count, at);
	return bytes;
}

export const ggufs: readonly BadCase[] = [
	pulled("empty", Buffer.alloc(0), "found 0 bytes"),
	pulled("another format", Buffer.alloc(99, "x"), "GGUF"),
	pulled("cut in the header", tiny.subarray(0, 500), "header"),
	pulled("cut in the data", tiny.subarray(0, -500), "inside the file"),
	pulled(
		"a version of tomorrow",
		Buffer.from(whole).fill(9, 4, 5),
		"version 9",
	),
	{ ...pulled("2^60 tensors", counted(8, 1n << 60n), "tensors"), alone: true },
	{ ...pulled("2^40 entries", counted(16, 1n << 40n), "entries"), alone: true },
	pulled(
		"a quantisation that is not read",
		retyped(16),
		"token_embd.weight",
		"type 16",
	),
	pulled("a quantisation that is none", retyped(4e9), "type 4000000000"),
	pulled("another architecture", ggufBytes(sizes("mamba"), decoder), "mamba"),
	pulled("no metadata", ggufBytes({}, decoder), "general.architecture"),
	pulled(
		"a tensor is missing",
		ggufBytes(sizes("llama"), decoder.slice(0, -1)),
		"output_norm",
	),
	pulled(
		"a tensor too many",
		ggufBytes(sizes("llama"), [...decoder, tensor("blk.0.extra.weight", 4)]),
		"blk.0.extra",
	),
	{
		...field("llama.block_count", { u32: 4e9 }),
		says: ["a.gguf", "blk.1.attn_norm.weight"],
		alone: true,
	},
	field("llama.attention.head_count", { u32: 0 }),
	field("llama.expert_count", { u32: 8 }),
	field("tokenizer.ggml.model", { text: "magic" }, "magic"),
	field("tokenizer.ggml.eos_token_id", { u32: 999 }),
	{
		...field("tokenizer.ggml.tokens", { texts: [] }),
		says: ["a.gguf", "tokenizer.ggml.token_type", "expected 0 types"],
	},
	field("split.count", { u32: 3 }),
	{
		name: "GGUF: a folder of that name",
		spoil: (world) => world.write("a.gguf/x", "x"),
		argv: pull,
		says: ["DIR/a.gguf", "config.json"],
	},
	{
		name: "GGUF: in place of a model",
		spoil: (world) => world.write("a.gguf", tiny),
		argv: ["generate", "--model", "DIR/a.gguf", "--prompt", "a"],
		says: ["--model", "a model folder", "a GGUF file", "a.gguf"],
	},
	{
		name: "GGUF: onto a folder with something in it",
		spoil: (world) => world.write("a.gguf", tiny),
		argv: ["pull", "DIR/a.gguf", "--out", "DIR/model"],
		says: ["DIR/model", "a folder that does not exist yet"],
	},
];
