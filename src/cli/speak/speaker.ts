import { subjectOf } from "../../eval/model/subject.ts";
import type { SpeakerSource, SpeakOptions } from "../../generate/speaker.ts";
import { type TemplateChoice, templateChoice } from "./template-choice.ts";

export interface SourceOptions extends TemplateChoice {
	readonly model?: string;
	readonly adapter?: string;
	readonly run?: string;
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
export function speakOptions(
	options: SamplingOptions,
	batchRows: number,
): SpeakOptions {
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
		stopStrings: options.stop ?? [],
		batchRows,
	};
}
