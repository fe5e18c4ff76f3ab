import {
	causes,
	type Diagnosis,
	nextSteps,
	type TunedDiagnosis,
} from "../../../diagnose/change/diagnosis.ts";
import {
	base,
	contrast,
	estimate,
	sampleDiagnosis,
	style,
	tuned,
} from "./sample-diagnosis.ts";

/** A tuned model for each cause, which differ in all that is compared. */
export function manyModels(): Diagnosis {
	const models = causes.map((cause, at): TunedDiagnosis => {
		const lift = at * 0.04;
		const [first, ...others] = tuned.tasks;
		const task = {
			...first!,
			score: contrast(240, 0.462, 0.5 + lift),
			rankCorrelation: estimate(0.6 + lift, 0.02),
		};
		return {
			...tuned,
			subject: { ...tuned.subject, name: at < 2 ? "sft" : `arm ${at}` },
			tasks: [task, ...others],
			...{ cause, next: nextSteps.slice(at, at + 2) },
			kl: at === 3 ? null : estimate(0.05 + lift, 0.006),
			leakage: at === 1 ? null : tuned.leakage,
			style: at === 2 ? null : style,
		};
	});
	const partialCorrelation = {
		...{ runs: 7, observations: 21, value: estimate(0.62, 0.3) },
	};
	return { ...sampleDiagnosis(), tuned: models, partialCorrelation };
}

/** Nothing but scores was measured, of no question some. */
export function bareDiagnosis(): Diagnosis {
	const none = { questions: 0, base: null, tuned: null, difference: null };
	const bare: TunedDiagnosis = {
		...tuned,
		tasks: tuned.tasks.map((task) => ({
			...task,
			...{ questions: 0, excluded: [], baseFewShot: null, byKnowledge: {} },
			...{ score: none, rankCorrelation: null, optionKl: null },
			...{ entropy: null, consistency: null, flips: null, changes: null },
			rankCorrelationAsAsked: null,
		})),
		shares: null,
		...{ cause: "unclear", next: ["more-questions"], evidence: {} },
		...{ kl: null, style: null, leakage: null, slices: [] },
	};
	return { ...sampleDiagnosis(), tuned: [bare], notes: [] };
}

/** No tuned model at all. */
export function emptyDiagnosis(): Diagnosis {
	return { ...sampleDiagnosis(), tuned: [] };
}

export const hostile = {
	markup: "<img src=x onerror=alert(1)>",
	attribute: '" onmouseover="alert(1)',
	table: "a | b\n| --- |",
	turned: "\u202egnp.exe",
} as const;

/** Texts that would disturb a page. */
export function hostileDiagnosis(): Diagnosis {
	const task = {
		...tuned.tasks[0]!,
		name: hostile.markup,
		scorer: hostile.attribute,
		excluded: [{ reason: hostile.table, questions: 2 }],
	};
	const model: TunedDiagnosis = {
		...tuned,
		subject: { ...tuned.subject, name: hostile.attribute },
		tasks: [task],
		evidence: { [hostile.markup]: 1 },
		style: {
			...style,
			rule: hostile.markup,
			moved: [{ text: hostile.markup, times: 1, rank: 2, style: false }],
		},
		slices: [{ ...tuned.slices[0]!, value: hostile.turned }],
	};
	return {
		...sampleDiagnosis(),
		base: { ...base, name: hostile.turned },
		tuned: [model],
	};
}

export const everyDiagnosis: Readonly<Record<string, () => Diagnosis>> = {
	sample: sampleDiagnosis,
	many: manyModels,
	bare: bareDiagnosis,
	empty: emptyDiagnosis,
	hostile: hostileDiagnosis,
};
