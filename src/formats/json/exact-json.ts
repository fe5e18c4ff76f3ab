import { readNumber } from "./exact-number.ts";
import { orderedObject } from "./key-order.ts";

const token = /\s*("|[[\]{},:]|[^\s[\]{},:"]+)/y;

/** What a string holds before its next escape or its end. */
const plainPart = /[^"\\]*/y;

const words: Readonly<Record<string, unknown>> = {
	true: true,
	false: false,
	null: null,
};

/** The place after the closing quote of a string whose inside begins at a place. */
function stringEnd(text: string, from: number): number {
	let at = from;
	for (;;) {
		plainPart.lastIndex = at;
		plainPart.test(text);
		at = plainPart.lastIndex;
		if (text[at] === '"') return at + 1;
		at += 2;
	}
}

/** Builds the value of a JSON text that has been scanned and found whole, with exact numbers and keys in their order. */
export function buildExactJson(text: string): unknown {
	let at = 0;
	const next = (): string => {
		token.lastIndex = at;
		const found = token.exec(text)?.[1] ?? "";
		at = token.lastIndex;
		if (found !== '"') return found;
		const start = at - 1;
		at = stringEnd(text, at);
		return text.slice(start, at);
	};
	const value = (first: string): unknown => {
		if (first === "{") return object();
		if (first === "[") return array();
		if (first.startsWith('"')) return JSON.parse(first);
		return Object.hasOwn(words, first) ? words[first] : readNumber(first);
	};
	const array = (): unknown[] => {
		const items: unknown[] = [];
		for (let first = next(); first !== "]"; first = next())
			if (first !== ",") items.push(value(first));
		return items;
	};
	const object = (): Record<string, unknown> => {
		const entries: [string, unknown][] = [];
		for (let key = next(); key !== "}"; key = next()) {
			if (key === ",") continue;
			next();
			entries.push([JSON.parse(key), value(next())]);
		}
		return orderedObject(entries);
	};
	return value(next());
}
