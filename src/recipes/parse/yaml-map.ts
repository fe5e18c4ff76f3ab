import { isMap, LineCounter, parseDocument } from "yaml";
import { TemperError } from "../../core/error.ts";
import { isRecord } from "./is-record.ts";

/** A document of keys with values, unchecked, and where they stand in it. */
export interface YamlMap {
	readonly value: Readonly<Record<string, unknown>>;
	/** `file:line` of a key, or of the nearest one above it; the file alone if there is none. */
	locate(path: readonly PropertyKey[]): string;
}

/** Reads YAML (or JSON, which is YAML). `what` is meant to be in it: `a recipe`. Throws `recipe`, with the line. */
export function readYamlMap(
	text: string,
	where: string,
	what: string,
): YamlMap {
	const reject = (at: string, found: string, cause?: unknown): never => {
		throw new TemperError("recipe", {
			where: at,
			expected: `${what} in YAML: keys with values`,
			found,
			cause,
		});
	};
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
		value,
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
