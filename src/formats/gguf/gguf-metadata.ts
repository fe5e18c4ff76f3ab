import { TemperError } from "../../core/error.ts";
import { kindOf } from "../json/parse-json.ts";
import type { MetadataValue } from "./metadata-value.ts";

/** The keys and values of a GGUF file, read by type. Every method throws `weights` naming the key. */
export class GgufMetadata {
	readonly file: string;
	readonly #values: ReadonlyMap<string, MetadataValue>;

	constructor(file: string, values: ReadonlyMap<string, MetadataValue>) {
		this.file = file;
		this.#values = values;
	}

	keys(): Iterable<string> {
		return this.#values.keys();
	}

	has(key: string): boolean {
		return this.#values.has(key);
	}

	refuse(key: string, expected: string, hint?: string): never {
		const value = this.#values.get(key);
		const found =
			typeof value === "object" ? `an array of ${value.length}` : `${value}`;
		throw new TemperError("weights", {
			where: `${this.file}, ${key}`,
			expected,
			found: value === undefined ? "no such key" : found.slice(0, 200),
			...(hint === undefined ? {} : { hint }),
		});
	}

	optionalText(key: string): string | null {
		const value = this.#values.get(key);
		if (value === undefined) return null;
		return typeof value === "string" ? value : this.refuse(key, "a text");
	}

	text(key: string): string {
		return this.optionalText(key) ?? this.refuse(key, "a text");
	}

	optionalFlag(key: string): boolean | null {
		const value = this.#values.get(key);
		if (value === undefined) return null;
		return typeof value === "boolean" ? value : this.refuse(key, "a boolean");
	}

	optionalNumber(key: string): number | null {
		const value = this.#values.get(key);
		if (value === undefined) return null;
		return Number.isFinite(value)
			? (value as number)
			: this.refuse(key, "a finite number");
	}

	number(key: string): number {
		return this.optionalNumber(key) ?? this.refuse(key, "a number");
	}

	/** A whole number above zero. */
	optionalCount(key: string): number | null {
		const value = this.optionalNumber(key);
		if (value === null || (Number.isSafeInteger(value) && value > 0))
			return value;
		return this.refuse(key, "a whole number above zero");
	}

	count(key: string): number {
		return this.optionalCount(key) ?? this.refuse(key, "a whole number");
	}

	optionalTexts(key: string): readonly string[] | null {
		const value = this.#values.get(key);
		if (value === undefined) return null;
		if (Array.isArray(value)) return value;
		return this.refuse(key, `an array of texts, not ${kindOf(value)}`);
	}

	texts(key: string): readonly string[] {
		return this.optionalTexts(key) ?? this.refuse(key, "an array of texts");
	}

	optionalNumbers(key: string): ArrayLike<number> | null {
		const value = this.#values.get(key);
		if (value === undefined) return null;
		if (ArrayBuffer.isView(value)) return value as unknown as ArrayLike<number>;
		return this.refuse(key, `an array of numbers, not ${kindOf(value)}`);
	}
}
