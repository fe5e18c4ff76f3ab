import { lists } from "../../page/language/lists.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Base models",
	model: "Model",
	base: ({ axis }: { axis: string }) => `Base score on ${axis}`,
	tuned: "Tuned score",
	gain: "Gain",
	loss: "Largest loss",
	noLoss: "none",
	/** The axis of the largest loss, and the change there. */
	lossOn: ({ axis, change }: { axis: string; change: string }) =>
		`${change} on ${axis}`,
	moved: "Distance from its own base",
	/** How to read the table. */
	note: "Every arm is compared with its own base: gains, losses and distances start there. Distances from different bases are not comparable, because each is measured against the predictions of another model.",
	/** Of a base model whose scores may be compared with those of the pilot's own model. */
	comparable: ({
		base,
		own,
		axes,
	}: {
		base: string;
		own: string;
		axes: readonly string[];
	}) =>
		`Scores of ${base} and ${own} may be compared on ${lists.en(axes)}, because all models were scored on the same questions.`,
	incomparable: ({
		base,
		own,
		axes,
	}: {
		base: string;
		own: string;
		axes: readonly string[];
	}) =>
		`They may not be compared on ${lists.en(axes)}: ${base} and ${own} were not scored on the same questions, or split the rows into different tokens.`,
	nothingComparable: ({ base, own }: { base: string; own: string }) =>
		`No scores of ${base} and ${own} may be compared: they were not scored on the same questions, or split the rows into different tokens.`,
	/** How one arm is recommended over several bases; `target` is the first target. */
	rule: ({ target, own }: { target: string; own: string }) =>
		`Between bases, the recommendation goes by the score on ${target}: an arm of another base must also score no less than ${own} on what must not get worse, within the tolerances.`,
};

const ja: typeof en = {
	title: "元のモデルの比較",
	model: "モデル",
	base: ({ axis }) => `元のモデルの「${axis}」`,
	tuned: "調整後",
	gain: "向上",
	loss: "最大の低下",
	noLoss: "なし",
	lossOn: ({ axis, change }) => `「${axis}」で${change}`,
	moved: "自身の元のモデルからの移動距離",
	note: "どの方式も、自身の元のモデルと比べています。向上、低下、移動距離の起点はそのモデルです。元のモデルが異なる移動距離は、別のモデルの予測を基準に測ったものなので、比較できません。",
	comparable: ({ base, own, axes }) =>
		`「${base}」と「${own}」の値は、同じ問題で測定した${lists.ja(axes.map((axis) => `「${axis}」`))}では比較できます。`,
	incomparable: ({ base, own, axes }) =>
		`${lists.ja(axes.map((axis) => `「${axis}」`))}では比較できません。「${base}」と「${own}」では、採点された問題か、文章のトークンへの分け方が異なるためです。`,
	nothingComparable: ({ base, own }) =>
		`「${base}」と「${own}」の値は比較できません。採点された問題か、文章のトークンへの分け方が異なるためです。`,
	rule: ({ target, own }) =>
		`元のモデルが異なる方式の間では、「${target}」の値によって推奨を決めています。別の元のモデルの方式は、維持すべき能力の値も、許容幅を超えて「${own}」を下回らないことが条件です。`,
};

/** Arms over several base models. */
export const modelsTexts: Translations<typeof en> = { en, ja };
