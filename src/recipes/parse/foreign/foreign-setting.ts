import { absentReason } from "./absent-words.ts";
import { wordFor } from "./foreign-key.ts";
import { hintOf, ownForm } from "./own-word.ts";

/**
 * What to write instead of another trainer's option of a command that takes `--set`; null for an option that is none.
 * `before`: where settings of a recipe belong, as `base.` in a pilot.
 */
export function foreignSetting(
	word: string,
	value: unknown,
	before = "",
): string | null {
	const reason = absentReason(word);
	if (reason !== null) return reason;
	const own = wordFor(word.split("."), new Set());
	const key = own?.key ?? word;
	const text = own?.write?.(value) ?? ownForm(key, value ?? "VALUE");
	const setting = /^(\w+): (\{[^{}]*\}|[\w./-]+)$/.exec(text);
	if (own === null) return null;
	if (setting === null) return hintOf(own, value);
	const [, part, written] = setting;
	const note = own.note === undefined ? "" : ` ${own.note}`;
	return `Write --set "${before}${part}=${written}".${note}`;
}
