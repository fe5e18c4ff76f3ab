import type { InterventionGroup } from "../../../studies/interventions/intervention-result.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Accuracy by group",
	about:
		"Mean accuracy over seeds with 95% intervals (Student's t), asked without examples in the prompt. Harmonious rows teach what the model already answers right; incompatible rows teach the right answer where the model gives a wrong one; self-aligning rows have the same questions with the model's own answer; contextualised rows have the needed knowledge in the prompt. The columns correspond to the HOMO, ID and OOD of the paper: same domain, same field from another source, other fields.",
	figure: (role: string) => `Accuracy: ${role}`,
	alt: ({ role, rows }: { role: string; rows: string }) =>
		`Accuracy of each group, ${role}. ${rows}`,
	groups: {
		harmonious: "harmonious",
		incompatible: "incompatible",
		"self-aligning": "self-aligning",
		contextualised: "contextualised",
	} satisfies Record<InterventionGroup, string>,
	mix: (share: string) => `${share} self-aligning`,
	quantity: (of: { group: string; rows: string }) =>
		of.rows === "1" ? `1 ${of.group} row` : `${of.rows} ${of.group} rows`,
	arm: "Trained on",
	rows: "Rows",
	seeds: "Seeds",
	accuracy: "accuracy",
	zeroShot: "base without examples",
	fewShot: "base with examples",
	gainTitle: "Change from the base without examples, percentage points",
	contrastsTitle: "Contrasts of the paper",
	contrastsAbout:
		"Differences of accuracy between two groups, paired by seed, with 95% intervals. “Paper” is what arXiv 2402.18243 reports; several numbers belong to several models.",
	contrastsFigure: (role: string) => `Difference: ${role}`,
	contrastsAxis: "difference, percentage points",
	contrastsAlt: ({ role, rows }: { role: string; rows: string }) =>
		`Differences between groups, ${role}. ${rows}`,
	contrast: "Contrast",
	difference: "Difference, percentage points",
	paper: "Paper",
	verdict: "Verdict",
	minus: (of: { of: string; against: string }) => `${of.of} − ${of.against}`,
	consistencyTitle: "Consistency with the base",
	consistencyAbout:
		"How far the probabilities of the options moved. Rank correlation: Spearman's correlation of the option probabilities of the base with examples and of the tuned model without, mean over questions. KL over options: KL(base || tuned) in nats. Entropy: that of the choice in nats. KL on general text is in nats per token.",
	rank: "Rank correlation",
	optionKl: "KL over options",
	entropy: "Entropy",
	kl: "KL on general text",
	noPartial:
		"The partial correlation of consistency and accuracy is not defined for these runs.",
};

const ja: typeof en = {
	title: "群ごとの正答率",
	about:
		"プロンプトに例を入れずに尋ねたときの正答率の、乱数の種についての平均と95%区間(スチューデントのt)です。調和する行は、モデルがすでに正しく答える内容を教えます。矛盾する行は、モデルが誤って答える問題の正解を教えます。自己整合の行は、同じ問題にモデル自身の答えを付けたものです。文脈付きの行は、必要な知識をプロンプトに含みます。列は論文の三つの評価、つまり同じ領域、同じ分野の別の出典、別の分野に対応します。",
	figure: (role) => `正答率: ${role}`,
	alt: ({ role, rows }) => `${role}での各群の正答率。${rows}`,
	groups: {
		harmonious: "調和",
		incompatible: "矛盾",
		"self-aligning": "自己整合",
		contextualised: "文脈付き",
	},
	mix: (share) => `自己整合${share}`,
	quantity: ({ group, rows }) => `${group} ${rows}行`,
	arm: "学習した行",
	rows: "行数",
	seeds: "種の数",
	accuracy: "正答率",
	zeroShot: "例なしの元のモデル",
	fewShot: "例ありの元のモデル",
	gainTitle: "例なしの元のモデルからの変化(ポイント)",
	contrastsTitle: "論文の対比",
	contrastsAbout:
		"二つの群の正答率の差を、乱数の種ごとに対にして求めた値と95%区間です。「論文」は arXiv 2402.18243 の値で、複数の値は複数のモデルのものです。",
	contrastsFigure: (role) => `差: ${role}`,
	contrastsAxis: "差(ポイント)",
	contrastsAlt: ({ role, rows }) => `${role}での群の差。${rows}`,
	contrast: "対比",
	difference: "差(ポイント)",
	paper: "論文",
	verdict: "判定",
	minus: ({ of, against }) => `${of} − ${against}`,
	consistencyTitle: "元のモデルとの一貫性",
	consistencyAbout:
		"選択肢の確率がどれだけ変わったかです。順位相関は、例ありの元のモデルと例なしの調整後のモデルの選択肢の確率のスピアマン相関を問題について平均したものです。選択肢のKLはKL(元のモデル || 調整後のモデル)、エントロピーは選択のエントロピーで、単位はnatです。一般の文章でのKLの単位はnat/トークンです。",
	rank: "順位相関",
	optionKl: "選択肢のKL",
	entropy: "エントロピー",
	kl: "一般の文章でのKL",
	noPartial: "これらの学習では、一貫性と正答率の偏相関を求められません。",
};

/** Groups, contrasts and consistency. */
export const armsTexts: Translations<typeof en> = { en, ja };
