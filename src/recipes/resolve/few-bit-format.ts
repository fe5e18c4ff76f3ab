import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pulledMark } from "../locate/model-folder.ts";

/** Formats of at most about four and a half bits a weight. */
const fewBits = /(^|[^A-Za-z0-9])(I?Q[1-4]|MXFP4|NF4)([^0-9]|$)/i;

/**
 * The format of few bits that a pulled model was unpacked from, as its mark or the name of its file says; null if it
 * was not, or nothing says so.
 */
export function fewBitFormat(folder: string): string | null {
	let mark: { readonly weights?: unknown; readonly source?: unknown };
	try {
		mark = JSON.parse(readFileSync(join(folder, pulledMark), "utf8"));
	} catch {
		return null;
	}
	const { weights, source } = mark ?? {};
	if (typeof weights === "string")
		return fewBits.test(weights) ? weights : null;
	const name = typeof source === "string" ? basename(source) : "";
	return /\.gguf$/i.test(name) && fewBits.test(name) ? name : null;
}
