import { subjectOf } from "../../eval/model/subject.ts";
import type { Decoder } from "../../generate/decoder.ts";
import type { GenerationOptions } from "../../generate/generation-options.ts";
import {
	type ChatTemplate,
	openTemplate,
	type TemplateOptions,
} from "../../text/template/template.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { requireVocabulary } from "../../text/tokenizer/require-vocabulary.ts";
import { StreamDecoder } from "../../text/tokenizer/stream-decoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import type { Engine } from "../engine.ts";
import { type TemplateChoice, templateChoice } from "./template-choice.ts";

/** A model to talk to: its folder, and the adapter beside it. */
export interface SpeakerSource {
	readonly model: string;
	readonly adapter: string | null;
	readonly template: TemplateOptions;
}

export interface SourceOptions extends TemplateChoice {
	readonly model?: string;
	readonly adapter?: string;
	readonly run?: string;
}

/** A model that is loaded, with its own way to read and write. */
export interface Speaker {
	readonly decoder: Decoder;
	readonly tokenizer: Tokenizer;
	/** Null where the model has none. */
	readonly template: ChatTemplate | null;
}

/** What `--run`, or `--model` with or without `--adapter`, names. Throws `recipe`, `data`. */
export async function speakerSource(
	options: SourceOptions,
): Promise<SpeakerSource> {
	const subject = await subjectOf({
		...options,
		template: templateChoice(options),
	});
	const { model, adapter, template = {} } = subject;
	return { model, adapter, template };
}

export async function openSpeaker(
	source: SpeakerSource,
	engine: Engine,
): Promise<Speaker> {
	const template = await openTemplate(source.model, source.template);
	const tokenizer = await openTokenizer(source.model, template);
	const decoder = await engine.openDecoder(source);
	requireVocabulary(tokenizer, decoder.vocabSize, source.model);
	return { tokenizer, template, decoder };
}

/** What the command line says about sampling. */
export interface SamplingOptions {
	readonly maxNewTokens: number;
	readonly temperature?: number;
	readonly topP?: number;
	readonly topK?: number;
	readonly minP?: number;
	readonly seed: number;
	readonly stop?: readonly string[];
}

/** Greedy unless one of the sampling options is given. */
export function generationOptions(
	{ tokenizer }: Speaker,
	options: SamplingOptions,
	batchRows: number,
): GenerationOptions {
	const { temperature, topP, topK, minP } = options;
	const samples = [temperature, topP, topK, minP].some(
		(value) => value !== undefined,
	);
	return {
		maxNewTokens: options.maxNewTokens,
		sampling: samples
			? {
					kind: "sample",
					temperature: temperature ?? 1,
					topK: topK ?? null,
					topP: topP ?? null,
					minP: minP ?? null,
				}
			: { kind: "greedy" },
		seed: options.seed,
		stopIds: [...tokenizer.endOfTurn],
		stopStrings: options.stop ?? [],
		batchRows,
		newText: () => new StreamDecoder(tokenizer, { skipSpecial: true }),
	};
}
