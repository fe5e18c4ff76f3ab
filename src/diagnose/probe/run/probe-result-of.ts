import type { SubjectResult, TaskResult } from "../../../eval/eval-result.ts";
import { hashInputs } from "../../../runs/folder/inputs.ts";
import { describeVersions } from "../../../runs/machine.ts";
import { advise } from "../analysis/advise.ts";
import type { ProbeResults } from "../analysis/askings.ts";
import { leastItems } from "../analysis/assumptions.ts";
import { estimateFalseKnown } from "../analysis/false-known.ts";
import type { JudgedItem, Judgement } from "../analysis/judge-items.ts";
import { markDemonstrations } from "../analysis/mark-demonstrations.ts";
import { choicesByRow, predictEffect } from "../analysis/predict.ts";
import { shareOf } from "../analysis/shares.ts";
import { slicesBy } from "../analysis/slices.ts";
import type {
	Knowledge,
	ProbeExclusion,
	ProbeItem,
	ProbeMethodSummary,
	ProbeResult,
} from "../probe-result.ts";
import type { ChoiceRow } from "../rows/choice-rows.ts";
import type { PreparedProbe } from "./prepare-probe.ts";
import type { ProbeSettings } from "./probe-settings.ts";

export interface Probed {
	readonly prepared: PreparedProbe;
	readonly settings: ProbeSettings;
	readonly subject: SubjectResult;
}

/** The results that a probe rests on. */
export interface MeasuredProbe {
	readonly results: ProbeResults;
	readonly judgement: Judgement;
	/** The way to compare options that decides, without examples. */
	readonly zeroShot: TaskResult;
}

/** Everything a probe finds. `began`: as `performance.now()` tells it. Throws `data` for inputs that cannot be read. */
export async function probeResult(
	{ prepared, settings, subject }: Probed,
	{ results, judgement, zeroShot }: MeasuredProbe,
	began: number,
): Promise<ProbeResult> {
	const { judge, by, retained, orders } = settings;
	const { items: judged, method, methods } = judgement;
	const deciding = methods.find(
		(one) => one.method === method,
	) as ProbeMethodSummary;
	const rowOf = ({ id }: { readonly id: string }) =>
		prepared.choices[Number(/:(\d+)$/.exec(id)?.[1]) - 1] as ChoiceRow;
	const items = judged.map((item) => itemOf(item, rowOf(item)));
	const excluded = [
		...prepared.excluded,
		...judgement.unscored.map((one) => exclusion(rowOf(one).id, one.reason)),
	];
	const prediction = predictEffect(judged, {
		zeroShot: choicesByRow([zeroShot], method),
		...{ retained, seed: judge.seed },
	});
	const sliced = items.map((item, i) => ({
		...item,
		question: (judged[i] as JudgedItem).question,
	}));
	const isOpen = prepared.choices.some(({ open }) => open);
	const files = [prepared.rows, ...examplesOf(prepared, settings)];
	return {
		...{ version: 1, created: new Date().toISOString() },
		...{ temper: describeVersions().temper, subject },
		inputs: await hashInputs(files),
		settings: {
			...{ method, shots: prepared.shots, orders, seed: judge.seed },
			...{ knownFrom: judge.knownFrom, unknownTo: judge.unknownTo },
			distractors: prepared.distractors,
		},
		...{ items, excluded, methods },
		shares: sharesOf(judged),
		falseKnown: estimateFalseKnown(judged, judge.knownFrom),
		slices: by.flatMap((column) => slicesBy(sliced, column)),
		prediction,
		advice: advise(judged, { prediction, deciding }),
		demonstrations: isOpen ? markDemonstrations(items, excluded) : null,
		notes: [...prepared.notes, ...notesOn(judgement, results.letter)],
		seconds: (performance.now() - began) / 1000,
	};
}

function examplesOf(
	{ examples }: PreparedProbe,
	settings: ProbeSettings,
): string[] {
	return examples === null || settings.examples === null
		? []
		: [settings.examples];
}

function itemOf(
	{ question: _, options: __, ...judged }: JudgedItem,
	{ id, question, options, columns }: ChoiceRow,
): ProbeItem {
	return { ...judged, id, question, options: [...options], columns };
}

function exclusion(id: string, reason: string): ProbeExclusion {
	const tooLong = /at most \d+ tokens/.test(reason);
	return { id, kind: tooLong ? "too-long" : "unreadable", reason };
}

function sharesOf(items: readonly JudgedItem[]): ProbeResult["shares"] {
	const share = (wanted: Knowledge) =>
		shareOf(items, ({ knowledge }) => knowledge === wanted);
	return {
		known: share("known"),
		unsure: share("unsure"),
		unknown: share("unknown"),
	};
}

function notesOn(
	{ items, method, methods }: Judgement,
	letters: MeasuredProbe["results"]["letter"],
): string[] {
	const notes: string[] = [];
	const split = letters.some((task) =>
		task.items.some(({ options }) =>
			options?.scores.some(({ tokens }) => tokens > 1),
		),
	);
	if (split)
		notes.push(
			"The tokenizer splits the letters of the options into several tokens: a letter's log-probability is the sum over them.",
		);
	const letter = methods.find((one) => one.method === "letter");
	if (letter && method !== "letter" && letter.accuracy.low <= letter.chance)
		notes.push(
			"The model's letters are no better than chance: it does not name the option that it finds likeliest. Letters tell nothing about what this model knows.",
		);
	if (items.length < leastItems)
		notes.push(
			`With fewer than ${leastItems} items, the calibration of probabilities is little more than a guess.`,
		);
	return notes;
}
