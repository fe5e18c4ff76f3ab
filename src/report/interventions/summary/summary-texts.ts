import type { ContrastVerdict } from "../../../studies/interventions/intervention-result.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	kind: "Interventions",
	title: "What the interventions show",
	badge: (of: { replicated: string; all: string }) =>
		`${of.replicated} of ${of.all} contrasts replicated`,
	noBadge: "Nothing measured",
	lead: (of: {
		replicated: string;
		not: string;
		reversed: string;
		all: string;
	}) =>
		`Contrasts of the paper that were tested: ${of.all}. Replicated: ${of.replicated}; not replicated: ${of.not}; reversed: ${of.reversed}.`,
	none: "No contrast could be measured.",
	verdictText:
		"A contrast is replicated if its 95% interval over seeds lies above 0, reversed if it lies below 0, and not replicated if it includes 0.",
	verdict: {
		replicated: "replicated",
		"not-replicated": "not replicated",
		reversed: "reversed",
	} satisfies Record<ContrastVerdict, string>,
	entries: "Contrasts",
	entry: (of: { of: string; against: string; role: string }) =>
		`${of.of} minus ${of.against} (${of.role})`,
	points: (difference: string) => `${difference} percentage points.`,
	paper: (values: string) => `The paper reports ${values}.`,
	next: "What this means",
	enough: (of: { enough: string; best: string; role: string }) =>
		`A few good examples suffice: ${of.enough} reach the accuracy of ${of.best} within its noise (${of.role}).`,
	many: (of: { best: string; role: string }) =>
		`Many examples are better than few: no smaller number of rows reaches the accuracy of ${of.best} (${of.role}).`,
	bestMix: (of: { share: string; role: string }) =>
		`The best share of self-aligning rows is ${of.share} (${of.role}).`,
	partial: (of: { runs: string; value: string }) =>
		`Over ${of.runs}, the partial rank correlation (Spearman) of consistency with the base and accuracy, controlling for the accuracy of the base, is ${of.value}.`,
	notes: "Please note",
	failed: (runs: string) =>
		`${runs} failed and count in no mean. The last section gives the reasons.`,
	fewSeeds: (arms: string) =>
		`These arms have fewer than three finished seeds, so their intervals are wide or missing: ${arms}.`,
};

const ja: typeof en = {
	kind: "介入実験の報告書",
	title: "介入実験から分かること",
	badge: ({ replicated, all }) => `対比${all}件中${replicated}件を再現`,
	noBadge: "測定なし",
	lead: ({ replicated, not, reversed, all }) =>
		`論文の対比${all}件のうち、再現されたのは${replicated}件、再現されなかったのは${not}件、逆になったのは${reversed}件です。`,
	none: "測定できた対比はありません。",
	verdictText:
		"乱数の種についての95%区間が0より上なら再現、0より下なら逆転、0を含めば再現せずとします。",
	verdict: {
		replicated: "再現",
		"not-replicated": "再現せず",
		reversed: "逆転",
	},
	entries: "対比",
	entry: ({ of, against, role }) => `${of}と${against}の差(${role})`,
	points: (difference) => `${difference}ポイント。`,
	paper: (values) => `論文の値は${values}です。`,
	next: "意味すること",
	enough: ({ enough, best, role }) =>
		`少数の良い例で足ります。${enough}で、${best}の正答率に誤差の範囲で達します(${role})。`,
	many: ({ best, role }) =>
		`例は多いほうが良いといえます。${best}の正答率に、より少ない行では達しません(${role})。`,
	bestMix: ({ share, role }) =>
		`自己整合の行の最良の割合は${share}です(${role})。`,
	partial: ({ runs, value }) =>
		`${runs}の学習について、元のモデルとの一貫性と正答率の偏順位相関(スピアマン、元のモデルの正答率を統制)は${value}です。`,
	notes: "注意",
	failed: (runs) =>
		`${runs}の学習が失敗し、平均に含まれていません。理由は最後の節にあります。`,
	fewSeeds: (arms) =>
		`次の群は終わった乱数の種が三つに満たず、区間が広いか、求められていません: ${arms}。`,
};

/** What the study shows, in words. */
export const summaryTexts: Translations<typeof en> = { en, ja };
