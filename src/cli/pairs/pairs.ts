import { basename, resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import { openModel } from "../../formats/open-model.ts";
import {
	requireWritable,
	writeFileAtomic,
} from "../../formats/write-atomic.ts";
import type { SpeakerSource } from "../../generate/speaker.ts";
import { AnswerCache } from "../../pairs/answer-cache.ts";
import type { DrawOptions } from "../../pairs/draw-answers.ts";
import type { PairJudge } from "../../pairs/judges/pair-judge.ts";
import { readLabelled } from "../../pairs/labelled.ts";
import type { Provenance } from "../../pairs/made-rows.ts";
import {
	type MadePairs,
	type MakePairsOptions,
	makePairs,
} from "../../pairs/make-pairs.ts";
import { readPrompts } from "../../pairs/pair-prompt.ts";
import { openModelText } from "../../policy/model-text.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { describeVersions } from "../../runs/machine.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";
import { interruptible } from "../interrupt.ts";
import { speakerSource, speakOptions } from "../speak/speaker.ts";
import { chosenJudge } from "./judge-choice.ts";
import {
	checkPairsFiles,
	checkPairsOptions,
	type PairsOptions,
	withPairsOptions,
} from "./pairs-options.ts";
import { showPairs } from "./show-pairs.ts";

/** Where samples and verdicts are kept. */
const cacheOf = ({ out, cache }: Pick<PairsOptions, "out" | "cache">) =>
	resolve(cache ?? `${out}.cache.jsonl`);

async function run(
	path: string,
	options: PairsOptions,
	context: CliContext,
): Promise<void> {
	checkPairsOptions(options);
	checkPairsFiles(path, options);
	refuseMisplaced(path, path, "rows");
	if (options.labelled !== undefined)
		refuseMisplaced("--labelled", options.labelled, "rows");
	const source = await speakerSource(options);
	for (const file of [options.out, options.demonstrations])
		if (file !== undefined) await requireWritable(resolve(file));
	const cache = await AnswerCache.open(cacheOf(options));
	let judge: PairJudge | null = null;
	try {
		const { model: opened } = await openModel(source.model, {
			checkValues: false,
		});
		const { vocabSize, maxPositions: maxLength } = opened.architecture;
		const { template } = source;
		const text = await openModelText(source.model, { template, vocabSize });
		const model = { folder: source.model, tokenizer: text.tokenizer };
		judge = await chosenJudge(options, model, cache, context);
		const parts = await partsOf(path, options, {
			source,
			judge,
			cache,
			text,
			maxLength,
			context,
		});
		const made = await follow(parts, options, context);
		if (made !== null) await write(made, options, context);
	} finally {
		await judge?.dispose();
		cache.close();
	}
}

interface Opened extends Pick<MakePairsOptions, "judge" | "cache" | "text"> {
	readonly source: SpeakerSource;
	/** Tokens that the model can read. */
	readonly maxLength: number;
	readonly context: CliContext;
}

/** Everything that pairs are made from but the signal. Throws `data` for a file without prompts. */
async function partsOf(
	path: string,
	options: PairsOptions,
	{ source, judge, cache, text, maxLength, context }: Opened,
): Promise<Omit<MakePairsOptions, "signal">> {
	const { seed } = options;
	const limit = options.limit ?? null;
	const read = await readPrompts(path, text, { seed, limit, maxLength });
	if (read.prompts.length === 0)
		throw new TemperError("data", {
			where: path,
			expected: "rows with prompts",
			found:
				read.rows === 0 ? "no rows" : `${read.rows} rows, all of them too long`,
		});
	const labelled =
		options.labelled === undefined
			? []
			: await readLabelled(options.labelled, text);
	const { provenance, weights } = await provenanceOf(source);
	const draw = drawOptions(options, weights);
	const { maxNewTokens, stopStrings, sampling: how } = draw;
	const sampling = { samples: draw.samples, maxNewTokens, stopStrings, ...how };
	return {
		...{ read, text, judge, cache, draw, labelled },
		openDecoder: async () => (await context.loadServices()).openDecoder(source),
		contests: {
			seed,
			nearIdentical: options.nearIdentical ?? null,
			comparisons: options.comparisons ?? null,
		},
		rule: {
			minConfidence: options.minConfidence,
			margin: options.margin,
			perPrompt: options.perPrompt,
		},
		demonstrations: options.demonstrations !== undefined,
		provenance: { ...provenance, sampling },
	};
}

/** At temperature 1 unless a sampling option says otherwise: greedy answers to one prompt would all be the same. */
function drawOptions(
	options: PairsOptions,
	weights: readonly string[],
): DrawOptions {
	const { samples } = options;
	const temperature = options.temperature ?? 1;
	const {
		stopStrings = [],
		maxNewTokens,
		sampling,
		seed,
		batchRows,
	} = speakOptions({ ...options, temperature }, options.batch);
	return {
		samples,
		maxNewTokens,
		sampling,
		seed,
		batchRows,
		stopStrings,
		weights,
	};
}

async function provenanceOf({ model, adapter }: SpeakerSource) {
	const folders = adapter === null ? [model] : [model, adapter];
	const hashes = (await hashInputs(folders)).map(({ path, sha256 }) => ({
		name: basename(path),
		sha256,
	}));
	const [base, tuned = null] = hashes;
	if (base === undefined)
		throw new TemperError("internal", {
			where: model,
			expected: "a hash",
			found: "none",
		});
	const provenance: Pick<Provenance, "temper" | "model" | "adapter"> = {
		temper: describeVersions().temper,
		model: base,
		adapter: tuned,
	};
	return { provenance, weights: hashes.map(({ sha256 }) => sha256) };
}

/** What was made; null if it was interrupted. */
async function follow(
	parts: Omit<MakePairsOptions, "signal">,
	options: PairsOptions,
	context: CliContext,
): Promise<MadePairs | null> {
	const { errors } = context;
	const words = { sampled: "answered", judged: "judged" } as const;
	const work = async (signal: AbortSignal) => {
		for await (const event of makePairs({ ...parts, signal })) {
			if (event.kind === "end") return event.result;
			// Lets Ctrl+C be heard between answers, which keep the thread.
			await nextTurn();
			errors.status(
				`${event.done} of ${event.of} prompts ${words[event.kind]}`,
			);
		}
		return null;
	};
	const made = await interruptible(context, work).finally(() =>
		errors.status(null),
	);
	if (made !== null) return made;
	errors.line(
		`interrupted: the same command continues from ${cacheOf(options)}`,
	);
	context.exit(exitStatus.interrupted);
	return null;
}

async function write(
	{ pairs, demonstrations, report }: MadePairs,
	options: PairsOptions,
	{ terminal, errors }: CliContext,
): Promise<void> {
	if (options.json === true) terminal.line(JSON.stringify(report, null, "\t"));
	else showPairs(report, terminal);
	const { out, demonstrations: best } = options;
	if (best !== undefined) {
		await writeFileAtomic(resolve(best), demonstrations.join(""));
		errors.line(`${demonstrations.length} demonstrations in ${best}`);
	}
	if (pairs.length === 0)
		throw new TemperError("data", {
			where: out,
			expected: "at least one pair",
			found:
				"none: every comparison was left out for a reason that is listed above",
			hint: "Sample more answers (--samples), with a higher --temperature, or ask for less confidence.",
		});
	await writeFileAtomic(resolve(out), pairs.join(""));
	errors.line(`${pairs.length} pairs in ${out}`);
}

export function addPairs(program: Command, context: CliContext): void {
	const pairs = program
		.command("pairs")
		.description("Makes preference pairs from samples of a model.");
	withPairsOptions(
		pairs
			.command("make")
			.description(
				"Samples several answers to each prompt, has a judge compare them, and writes pairs of a better and a worse answer for dpo and every other preference objective.",
			)
			.argument(
				"<prompts>",
				"rows of any format with a question: JSONL, JSON, CSV or Parquet",
			),
	).action((path: string, options: PairsOptions) =>
		run(path, options, context),
	);
}
