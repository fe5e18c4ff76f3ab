import { createHash } from "node:crypto";
import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { Kept } from "../../core/kept.ts";
import { readModelJson } from "../model-json.ts";
import { type ChatTemplate, openTemplate } from "../template/template.ts";
import { closingTokens } from "../turns/closing-tokens.ts";
import { thoughtMarks } from "../turns/thought-marks.ts";
import { createTokenizer } from "./create-tokenizer.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** By the contents of files and template: the runs of a study copy one tokenizer into many folders, and building it takes time. */
const kept = new Kept<Tokenizer>(4);

/**
 * Opens `tokenizer.json` and `tokenizer_config.json` of a model folder. Turns end with the tokens with which the chat
 * template closes them: the given template, or else the model's own.
 * Throws `weights` if one is missing or corrupt.
 */
export async function openTokenizer(
	folder: string,
	given?: ChatTemplate | null,
): Promise<Tokenizer> {
	const read = (name: string) => readModelJson(join(folder, name));
	const required = async (name: string) => {
		const value = await read(name);
		if (value !== null) return value;
		throw new TemperError("weights", {
			where: folder,
			expected: `a file ${name}`,
			found: "none",
			hint: "The model's tokenizer files must be in its folder.",
		});
	};
	const tokenizer = await required("tokenizer.json");
	const config = await required("tokenizer_config.json");
	const generation =
		(await read("generation_config.json")) ?? (await read("config.json"));
	const template = given === undefined ? await openTemplate(folder) : given;
	const files = { tokenizer, config, generation };
	const key = createHash("sha256")
		.update(JSON.stringify([files, template?.text ?? null]))
		.digest("hex");
	const known = kept.get(key);
	if (known !== undefined) return known;
	const plain = createTokenizer(files, folder);
	const opened = template === null ? plain : withTemplate(plain, template);
	kept.set(key, opened, 1);
	return opened;
}

/**
 * The tokenizer for a chat template: turns also end at the tokens with which the template closes them, and thoughts stand
 * between the template's marks.
 */
export function withTemplate(
	tokenizer: Tokenizer,
	template: ChatTemplate,
): Tokenizer {
	const closing = closingTokens(template, tokenizer);
	const endOfTurn = new Set([...tokenizer.endOfTurn, ...closing]);
	const marks = thoughtMarks(template, { ...tokenizer, endOfTurn });
	const { special } = tokenizer;
	const marking = [...special].filter(([text]) =>
		marks.some(({ open, close }) => `${open} ${close}`.includes(text)),
	);
	const skipped = new Set(special.values());
	for (const [, id] of marking) if (!endOfTurn.has(id)) skipped.delete(id);
	const decode: Tokenizer["decode"] = (ids, { skipSpecial }) => {
		const shown = skipSpecial
			? Array.from(ids).filter((id) => !skipped.has(id))
			: ids;
		return tokenizer.decode(shown, { skipSpecial: false });
	};
	return {
		...{ ...tokenizer, endOfTurn, closing, thoughtMarks: marks },
		...(marking.length > 0 && { decode }),
	};
}
