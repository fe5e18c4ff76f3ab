import { TemperError } from "../../core/error.ts";
import { openAnyModel } from "../../formats/open-any-model.ts";
import { otherShape } from "../../models/other-shape.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { requireSameTokens } from "../../text/tokenizer/require-same-tokens.ts";

/** How a model that is unlike another one is reported. */
export interface LikeWords {
	readonly where: string;
	/** What the wanted model is called: `the pilot's model`. */
	readonly wanted: string;
	/** What the refused model is called. */
	readonly other: string;
	readonly hint: string;
}

/** Throws `weights` unless a model has the tensor shapes and the tokens of another one. Both are folders. */
export async function requireLike(
	folder: string,
	wanted: string,
	words: LikeWords,
): Promise<void> {
	const where = `${words.where}, ${folder}`;
	const { hint, other } = words;
	const { model } = await openAnyModel(folder);
	const { model: like } = await openAnyModel(wanted);
	const differs = otherShape(model, like);
	if (differs !== null) {
		const { tensor, found } = differs;
		throw new TemperError("weights", {
			...{ where, hint },
			expected: `the shapes of ${words.wanted}, whose ${tensor} is [${differs.wanted.join(", ")}]`,
			found: found === null ? "no such tensor" : `[${found.join(", ")}]`,
		});
	}
	requireSameTokens(
		{ folder: wanted, tokenizer: await openTokenizer(wanted) },
		{ folder, tokenizer: await openTokenizer(folder) },
		{ where, hint, other, reason: words.wanted },
	);
}
