import { existsSync } from "node:fs";
import { join } from "node:path";
import type {
	AuditedModel,
	LanguageUnderAudit,
	RewardUnderAudit,
} from "../../audit/model/audited-model.ts";
import { TemperError } from "../../core/error.ts";
import { openModel } from "../../formats/open-model.ts";
import { adapterConfigFile } from "../../formats/peft/adapter-config.ts";
import { isRewardModel } from "../../formats/peft/reward-model.ts";
import type { Row } from "../../formats/rows/row.ts";
import { collect } from "../../generate/collect.ts";
import { openSpeaker, speak } from "../../generate/speaker.ts";
import { openModelText } from "../../policy/model-text.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import { toolsOf } from "../../text/demonstration.ts";
import { encodeAsked } from "../../text/prompt.ts";
import { splitRow } from "../../text/split-row.ts";
import { holdsTemplates } from "../../text/template/kept-templates.ts";
import type { CliContext } from "../context.ts";
import { type ReadAnswer, readAnswers } from "../eval/read-answers.ts";
import { rewardSource, rewardTokensAtOnce } from "../eval/reward-source.ts";
import { type SourceOptions, speakerSource } from "../speak/speaker.ts";

/** The model that an audit measures, as the command line names it. */
export interface ModelOptions extends SourceOptions {
	readonly maxNewTokens: number;
}

/** A run that trained a reward model, or the folder of one, is scored with; everything else answers. Null if none is named. */
export async function auditedModel(
	options: ModelOptions,
	context: CliContext,
): Promise<AuditedModel | null> {
	const { run, model, adapter } = options;
	if (run === undefined && model === undefined && adapter === undefined)
		return null;
	if (run !== undefined && existsSync(join(run, "reward-model")))
		return rewardUnderAudit({ reward: run, model }, context);
	if (run === undefined && adapter !== undefined && (await scores(adapter)))
		return rewardUnderAudit({ reward: adapter, model }, context);
	if (run === undefined && model !== undefined && (await scores(model)))
		return rewardUnderAudit({ reward: model }, context);
	return languageUnderAudit(options, context);
}

async function scores(folder: string): Promise<boolean> {
	return (
		existsSync(join(folder, adapterConfigFile)) && (await isRewardModel(folder))
	);
}

/** What a row that a model cannot read throws is no fault of the audit: such rows are skipped. */
async function unlessUnreadable<T>(
	work: () => T | Promise<T>,
): Promise<T | null> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof TemperError && error.code === "data") return null;
		throw error;
	}
}

async function rewardUnderAudit(
	names: { reward: string; model?: string | undefined },
	context: CliContext,
): Promise<RewardUnderAudit> {
	const { rewardModel, model } = await rewardSource(names);
	const { architecture } = (await openModel(model, { checkValues: false }))
		.model;
	const { vocabSize, maxPositions: maxLength } = architecture;
	const kept = holdsTemplates(rewardModel) ? { folder: rewardModel } : {};
	const text = await openModelText(model, { template: kept, vocabSize });
	return {
		kind: "reward model",
		name: names.reward,
		async score(rows) {
			const read: (ReadAnswer[] | null)[] = [];
			for (const row of rows)
				read.push(
					await unlessUnreadable(() =>
						readAnswers([row], { ...text, maxLength }),
					),
				);
			const answers = read
				.flatMap((one) => one ?? [])
				.map(({ example }) => example);
			const length = Math.max(1, ...answers.map(({ ids }) => ids.length));
			const { openRewardModel } = await context.loadServices();
			const reader = await openRewardModel({
				...{ model, rewardModel, length, tokens: rewardTokensAtOnce },
			});
			const rewards: number[] = [];
			try {
				for (let at = 0; at < answers.length; at += 32) {
					rewards.push(...(await reader.score(answers.slice(at, at + 32))));
					context.errors.status(
						`${rewards.length} of ${answers.length} answers`,
					);
				}
			} finally {
				context.errors.status(null);
				await reader.dispose();
			}
			let at = 0;
			return read.map((one) => {
				if (one === null) return null;
				at += one.length;
				return rewards.slice(at - one.length, at);
			});
		},
	};
}

async function languageUnderAudit(
	options: ModelOptions,
	context: CliContext,
): Promise<LanguageUnderAudit> {
	const { maxNewTokens } = options;
	const source = await speakerSource(options);
	const { openDecoder } = await context.loadServices();
	const speaker = await openSpeaker(source, openDecoder);
	const sampling = { kind: "greedy" } as const;
	return {
		kind: "language model",
		name: options.run ?? options.adapter ?? options.model ?? source.model,
		how: `decoded greedily with at most ${maxNewTokens} tokens`,
		async answer(rows) {
			const prompts: (Int32Array | null)[] = [];
			for (const row of rows)
				prompts.push(await unlessUnreadable(() => encoded(row, speaker)));
			const asked = prompts.filter((prompt) => prompt !== null);
			const events = speak(speaker, asked, {
				...{ maxNewTokens, sampling, seed: 0, batchRows: 8 },
			});
			const answers = await collect(events);
			context.errors.status(null);
			let at = 0;
			return prompts.map((prompt) =>
				prompt === null ? null : (answers[at++]?.text ?? ""),
			);
		},
	};
}

/** The prompt of a row, as training asks it. Throws `data` if it leaves no room for an answer. */
function encoded(
	row: Row,
	speaker: Awaited<ReturnType<typeof openSpeaker>>,
): Int32Array {
	const where = placeOf(row);
	const ids = encodeAsked(
		splitRow(row).asked,
		{ where, tools: toolsOf(row) },
		speaker,
	);
	const { maxLength } = speaker.decoder;
	if (ids.length < maxLength) return ids;
	throw new TemperError("data", {
		where,
		expected: `a prompt of fewer than ${maxLength} tokens`,
		found: String(ids.length),
	});
}
