import { isMap, LineCounter, parseDocument } from "yaml";
import { TemperError } from "../core/error.ts";
import { anchorPaths } from "./anchor-paths.ts";
import { isRecord } from "./is-record.ts";

/** One place that says something about a recipe: a file, a preset, or one setting on the command line. */
export interface RecipeLayer {
	/** What a reader calls it: a file name, or the setting as it was typed. */
	readonly where: string;
	readonly value: Readonly<Record<string, unknown>>;
	/** Where a key stands in it, as `file:line`; the layer's name alone where lines mean nothing. */
	locate(path: readonly PropertyKey[]): string;
}

function reject(where: string, found: string, cause?: unknown): never {
	throw new TemperError("recipe", {
		where,
		expected: "a recipe in YAML: keys with values",
		found,
		cause,
	});
}

/** Reads YAML (or JSON, which is YAML). Paths in it are taken relative to `folder`. Throws `recipe`, with the line. */
export function layerFromYaml(
	text: string,
	where: string,
	folder: string,
): RecipeLayer {
	const lines = new LineCounter();
	const document = parseDocument(text, {
		lineCounter: lines,
		prettyErrors: false,
	});
	const error = document.errors[0];
	if (error !== undefined) {
		const { line } = lines.linePos(error.pos[0]);
		reject(
			`${where}:${line}`,
			`${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`,
			error,
		);
	}
	if (!isMap(document.contents))
		reject(where, document.contents === null ? "nothing" : "a bare value");
	let value: unknown;
	try {
		value = document.toJS({ maxAliasCount: 100 });
	} catch (cause) {
		reject(where, "aliases that cannot be followed", cause);
	}
	if (!isRecord(value)) return reject(where, "a bare value");
	return {
		where,
		value: anchorPaths(value, folder),
		locate(path) {
			for (let length = path.length; length > 0; length--) {
				const node = document.getIn(path.slice(0, length), true);
				const at = (node as { range?: number[] } | undefined)?.range?.[0];
				if (at !== undefined) return `${where}:${lines.linePos(at).line}`;
			}
			return where;
		},
	};
}

/** A value made by a program. */
export function layerFromValue(
	value: Readonly<Record<string, unknown>>,
	where: string,
	folder: string,
): RecipeLayer {
	return { where, value: anchorPaths(value, folder), locate: () => where };
}
