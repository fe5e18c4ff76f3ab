import { TemperError } from "../../core/error.ts";
import type { Engine, ReferenceModel } from "../../engine/engine.ts";
import { openAdapter } from "../../policy/open-adapter.ts";
import type { OwnReference } from "../../recipes/schemas/reference-schema.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { requireSameTokens } from "../../text/tokenizer/require-same-tokens.ts";
import { requireVocabulary } from "../../text/tokenizer/require-vocabulary.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";

/** Opens a reference; its scores are scalars, so it may have any size. Throws `weights` unless every token id means the same to it as to the model that is trained. */
export async function openReference(
	{ model: folder, adapter }: OwnReference,
	trained: { readonly folder: string; readonly tokenizer: Tokenizer },
	engine: Pick<Engine, "openModel">,
): Promise<ReferenceModel> {
	const { model } = await engine.openModel(folder);
	const tokenizer = await openTokenizer(folder);
	requireSameTokens(
		trained,
		{ tokenizer, folder },
		{
			where: `objective.reference, ${folder}`,
			reason: "since both models score the same token ids",
			other: "the reference",
			hint: "A reference may have another size, but not another vocabulary.",
		},
	);
	requireVocabulary(trained.tokenizer, model.architecture.vocabSize, folder);
	const beside =
		adapter === null
			? null
			: {
					...(await openAdapter(adapter, model.architecture)),
					folder: adapter,
				};
	return { folder, model, adapter: beside };
}

/** Throws `data` if a row is longer than the reference can read. `length`: tokens of the longest one. */
export function requirePositions(
	{ model: { architecture }, folder }: ReferenceModel,
	length: number,
): void {
	if (length <= architecture.maxPositions) return;
	throw new TemperError("data", {
		where: `objective.reference, ${folder}`,
		expected: `rows of at most ${architecture.maxPositions} tokens, which is all that the reference reads`,
		found: `one of ${length}`,
		hint: `Set data.maxLength=${architecture.maxPositions} with data.tooLong=drop.`,
	});
}
