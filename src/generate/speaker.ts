import { type ModelText, openModelText } from "../policy/model-text.ts";
import type { TemplateOptions } from "../text/template/template.ts";
import { requireVocabulary } from "../text/tokenizer/require-vocabulary.ts";
import { StreamDecoder } from "../text/tokenizer/stream-decoder.ts";
import type { Tokenizer } from "../text/tokenizer/tokenizer.ts";
import type { Decoder } from "./decoder.ts";
import {
	type Generate,
	type GenerationEvent,
	generatingWith,
} from "./generate.ts";
import type { GenerationOptions } from "./generation-options.ts";

/** A model folder, the folder of an adapter for it or null, and the chat template to use. */
export interface SpeakerSource {
	readonly model: string;
	readonly adapter: string | null;
	readonly template: TemplateOptions;
}

/** A loaded model that answers text with text. `encodeAsked` turns messages into the prompts that it is given. */
export interface Speaker extends ModelText {
	readonly decoder: Decoder;
}

export interface SpeakOptions
	extends Pick<
		GenerationOptions,
		"maxNewTokens" | "sampling" | "seed" | "batchRows"
	> {
	/** Strings that end an answer, in addition to the tokens that end a turn. None if left out. */
	readonly stopStrings?: readonly string[];
	/** Whether events carry the text of their tokens. If left out, they do; without text there are no stop strings. */
	readonly withText?: boolean;
}

/** Opens the text of a model and its decoder. Throws `weights` if the tokenizer has tokens that the model lacks. */
export async function openSpeaker(
	source: SpeakerSource,
	openDecoder: (source: SpeakerSource) => Promise<Decoder>,
): Promise<Speaker> {
	const { model, template } = source;
	const text = await openModelText(model, { template });
	const decoder = await openDecoder(source);
	requireVocabulary(text.tokenizer, decoder.vocabSize, model);
	return { ...text, decoder };
}

/** Answers prompts. An answer ends at any token that ends a turn, whose text is left out. Throws what `generate` throws. */
export function speak(
	{ decoder, tokenizer }: Pick<Speaker, "decoder" | "tokenizer">,
	prompts: readonly Int32Array[],
	options: SpeakOptions,
	until: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<GenerationEvent, void, undefined> {
	const generate = generatingWith(decoder);
	return speakBy(generate, tokenizer, prompts, options, until);
}

/** The same by whatever generates. */
export function speakBy(
	generate: Generate,
	tokenizer: Tokenizer,
	prompts: readonly Int32Array[],
	{ stopStrings = [], withText = true, ...options }: SpeakOptions,
	until: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<GenerationEvent, void, undefined> {
	const whole: GenerationOptions = {
		...options,
		stopIds: [...tokenizer.endOfTurn],
		stopStrings,
		newText: withText
			? () => new StreamDecoder(tokenizer, { skipSpecial: true })
			: null,
	};
	return generate(prompts, whole, until);
}
