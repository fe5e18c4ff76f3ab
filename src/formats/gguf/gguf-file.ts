import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { withFile } from "../read-at.ts";
import { type BlockFormat, blockFormats } from "./block-formats.ts";
import { GgufMetadata } from "./gguf-metadata.ts";
import { HeaderCursor } from "./header-cursor.ts";
import { type MetadataValue, readValue } from "./metadata-value.ts";

/** Where a tensor of a GGUF file lies, and how its values are packed. */
export interface GgufTensor {
	readonly name: string;
	readonly format: BlockFormat;
	/** Outermost size first, as everywhere in Temper; GGUF itself writes the innermost first. */
	readonly shape: readonly number[];
	/** Bytes from the start of the file. */
	readonly offset: number;
	/** Length in bytes. */
	readonly length: number;
}

/** The header of a GGUF file, checked against the file. */
export interface GgufFile {
	readonly file: string;
	readonly metadata: GgufMetadata;
	readonly tensors: ReadonlyMap<string, GgufTensor>;
}

/** Far above any real file. */
const mostTensors = 1 << 18;
const mostEntries = 1 << 14;

const damaged = "The file is damaged or was cut off: fetch or copy it again.";

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("weights", { where, expected, found, hint: damaged });
}

function checkPrefix(file: string, cursor: HeaderCursor, size: number): void {
	if (size < 24) refuse(file, "a GGUF file", `${size} bytes`);
	if (cursor.u32() !== 0x46554747)
		refuse(file, 'a GGUF file, which starts with "GGUF"', "other bytes");
	const version = cursor.u32();
	if (version === 2 || version === 3) return;
	throw new TemperError("weights", {
		where: `${file}, version`,
		expected: "GGUF version 2 or 3, little endian",
		found: version > 0xffff ? "a big-endian file" : `version ${version}`,
		hint: "Convert the model again with a current llama.cpp.",
	});
}

function readMetadata(
	file: string,
	cursor: HeaderCursor,
	entries: number,
): Map<string, MetadataValue> {
	const values = new Map<string, MetadataValue>();
	for (let i = 0; i < entries; i++) {
		const key = cursor.string();
		if (values.has(key)) refuse(file, "every key once", `${key} twice`);
		const type = cursor.u32();
		const value = readValue(cursor, type);
		if (value === null)
			refuse(`${file}, ${key}`, "a known type of value", `type ${type}`);
		values.set(key, value);
	}
	return values;
}

type Unplaced = Omit<GgufTensor, "length">;

function readTensorInfo(file: string, cursor: HeaderCursor): Unplaced {
	const name = cursor.string();
	const where = `${file}, tensor ${name.slice(0, 100)}`;
	const rank = cursor.u32();
	if (rank < 1 || rank > 4) refuse(where, "1 to 4 sizes", `${rank}`);
	const shape: number[] = [];
	for (let i = 0; i < rank; i++) shape.unshift(Number(cursor.u64()));
	const type = cursor.u32();
	const offset = Number(cursor.u64());
	const format = blockFormats[type];
	if (format === undefined) {
		throw new TemperError("weights", {
			where,
			expected: `a type among ${Object.values(blockFormats)
				.map((known) => known.name)
				.join(", ")}`,
			found: `type ${type}`,
			hint: "Take a file of another quantisation, for instance Q8_0.",
		});
	}
	return { name, format, shape, offset };
}

/** Gives a tensor its place in the file and its length. */
function place(
	file: string,
	tensor: Unplaced,
	dataStart: number,
	size: number,
	alignment: number,
): GgufTensor {
	const { format, shape } = tensor;
	const where = `${file}, tensor ${tensor.name.slice(0, 100)}`;
	const innermost = shape.at(-1) ?? 0;
	const elements = shape.reduce((product, count) => product * count, 1);
	if (elements < 1 || innermost % format.elements !== 0)
		refuse(
			where,
			`rows of whole ${format.name} blocks of ${format.elements}`,
			`the shape [${shape.join(", ")}]`,
		);
	const length = (elements / format.elements) * format.bytes;
	const offset = dataStart + tensor.offset;
	if (!(offset + length <= size))
		refuse(
			where,
			`its ${length} bytes inside the file`,
			`the file's end at ${size}`,
		);
	if (tensor.offset % alignment !== 0)
		refuse(where, `an offset divisible by ${alignment}`, `${tensor.offset}`);
	return { ...tensor, offset, length };
}

function checkOverlap(file: string, tensors: readonly GgufTensor[]): void {
	const sorted = [...tensors].sort((a, b) => a.offset - b.offset);
	let end = 0;
	for (const { name, offset, length } of sorted) {
		if (offset < end)
			refuse(`${file}, tensor ${name}`, "bytes of its own", "an overlap");
		end = offset + length;
	}
}

/** Opens a GGUF file and checks its header against the file. Reads no tensor. Throws `weights`. */
export async function openGguf(path: string): Promise<GgufFile> {
	const file = resolve(path);
	return withFile(file, "weights", async (handle, size) => {
		const cursor = new HeaderCursor(file, handle.fd, size);
		checkPrefix(file, cursor, size);
		const tensorCount = cursor.count(32, "tensors", mostTensors);
		const entries = cursor.count(13, "entries of metadata", mostEntries);
		const values = readMetadata(file, cursor, entries);
		const metadata = new GgufMetadata(file, values);
		const infos: Unplaced[] = [];
		for (let i = 0; i < tensorCount; i++)
			infos.push(readTensorInfo(file, cursor));
		const alignment = metadata.optionalCount("general.alignment") ?? 32;
		const dataStart = Math.ceil(cursor.position / alignment) * alignment;
		const placed = infos.map((info) =>
			place(file, info, dataStart, size, alignment),
		);
		checkOverlap(file, placed);
		const tensors = new Map(placed.map((tensor) => [tensor.name, tensor]));
		if (tensors.size < placed.length)
			refuse(file, "every tensor once", "a name given to two tensors");
		return { file, metadata, tensors };
	});
}

/** The name of the format that holds most of a file's weights: `Q4_K`. */
export function mainFormat({ tensors }: Pick<GgufFile, "tensors">): string {
	const sizes = new Map<string, number>();
	for (const { format, shape } of tensors.values()) {
		const size = shape.reduce((a, b) => a * b, 1);
		sizes.set(format.name, (sizes.get(format.name) ?? 0) + size);
	}
	const [most] = [...sizes].toSorted(([, a], [, b]) => b - a);
	return most?.[0] ?? "none";
}
