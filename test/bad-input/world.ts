import {
	chmodSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openSafetensors } from "../../src/formats/safetensors/safetensors.ts";
import { readTensorBytes } from "../../src/formats/safetensors/tensor-data.ts";
import {
	type TensorSource,
	writeSafetensors,
} from "../../src/formats/safetensors/write-safetensors.ts";

/** What a command line meets: a folder with a whole model in `model/` and whole rows in `rows.jsonl`, to be spoilt. */
export class World {
	readonly folder: string;

	/** `whole` holds what is copied into the world, which is new where no folder is named. */
	constructor(
		whole: string,
		folder = mkdtempSync(join(tmpdir(), "temper-bad-")),
	) {
		this.folder = folder;
		cpSync(whole, this.folder, { recursive: true });
	}

	path(name: string): string {
		return join(this.folder, name);
	}

	write(name: string, content: string | Uint8Array): void {
		mkdirSync(dirname(this.path(name)), { recursive: true });
		writeFileSync(this.path(name), content);
	}

	read(name: string): Buffer {
		return readFileSync(this.path(name));
	}

	json(name: string): Record<string, unknown> {
		return JSON.parse(this.read(name).toString()) as Record<string, unknown>;
	}

	/** Lays fields over those of a JSON file; undefined takes one away. */
	fields(name: string, fields: Readonly<Record<string, unknown>>): void {
		this.write(name, JSON.stringify({ ...this.json(name), ...fields }));
	}

	/** Fields of the model's config. */
	config(fields: Readonly<Record<string, unknown>>): void {
		this.fields("model/config.json", fields);
	}

	/** A link to a path relative to its own folder. */
	link(target: string, name: string): void {
		symlinkSync(target, this.path(name));
	}

	/** Takes rights away; the last thing to do to a world. */
	forbid(name: string, mode: number): void {
		chmodSync(this.path(name), mode);
	}

	remove(name: string): void {
		rmSync(this.path(name), { recursive: true, force: true });
	}

	/** Writes the model's weights again, as `change` makes them of what was there. */
	async weights(
		change: (tensors: TensorSource[]) => TensorSource[],
	): Promise<void> {
		const file = this.path("model/model.safetensors");
		const { tensors } = await openSafetensors(file);
		const sources: TensorSource[] = [];
		for (const tensor of tensors.values()) {
			const bytes = await readTensorBytes(tensor);
			const { name, dtype, shape } = tensor;
			sources.push({ name, dtype, shape, read: () => bytes });
		}
		await writeSafetensors(file, change(sources));
	}

	close(): void {
		chmodSync(this.folder, 0o755);
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** A file in the format of safetensors: a header as text, and data. */
export function safetensorsBytes(
	header: string | object,
	data: Uint8Array = new Uint8Array(0),
	claim?: bigint,
): Buffer {
	const text = typeof header === "string" ? header : JSON.stringify(header);
	const bytes = Buffer.from(text);
	const prefix = Buffer.alloc(8);
	prefix.writeBigUInt64LE(claim ?? BigInt(bytes.length));
	return Buffer.concat([prefix, bytes, data]);
}
