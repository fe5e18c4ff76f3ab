import type { BudgetCell } from "../../studies/budget/budget-result.ts";
import { plural } from "../page/language/plural.ts";
import type { Translations } from "../page/language/translations.ts";

const en = {
	kind: "Budget report",
	/** Units of budgets that have a name in every language; other units are shown as they are. */
	units: {
		minutes: "minutes",
		hours: "hours",
		examples: "examples",
	} as Readonly<Record<string, string>>,
	budget: "Budget",
	demonstrations: "Demonstrations",
	pairs: "Pairs",
	cost: "Cost",
	share: "Share of pairs",
	shareInterval: "90% interval",
	score: "Score",
	scoreInterval: "95% interval",
	expected: "Expected score",
	gain: "Gain",
	someDemonstrations: (count: string) =>
		count === "1" ? "1 demonstration" : `${count} demonstrations`,
	somePairs: (count: string) =>
		count === "1" ? "1 preference pair" : `${count} preference pairs`,
	/** A split as amounts: both are texts of `someDemonstrations` and `somePairs`. */
	split: (demonstrations: string, pairs: string) =>
		`${demonstrations} and ${pairs}`,
	demonstrationsAlone: "demonstrations alone",
	pairsAlone: "pairs alone",
	base: "the untouched base",
	notMeasured: "not measured",
	noScore: "no score",
	demonstrationsAxis: "demonstrations, prompts",
	pairsAxis: "preference pairs, prompts",
	scoreAxis: ({ axis, unit }: { axis: string; unit: string }) =>
		`${axis}, ${unit}`,
	role: {
		design: "design",
		control: "control",
	} satisfies Record<BudgetCell["role"], string>,
	measured: "measured",
	interpolated: "interpolated",
	extrapolated: "extrapolated",
	trials: (count: number) => plural(count, "trial"),
	/** Controls that have a name in every language; others are shown as they are. */
	control: (name: string) => name,
	nothing: "Nothing was scored yet, so there is nothing to show here.",
};

const ja: typeof en = {
	kind: "予算配分の報告書",
	units: { minutes: "分", hours: "時間", examples: "件" },
	budget: "予算",
	demonstrations: "模範回答",
	pairs: "選好ペア",
	cost: "費用",
	share: "選好ペアの割合",
	shareInterval: "90%区間",
	score: "得点",
	scoreInterval: "95%区間",
	expected: "見込みの得点",
	gain: "向上",
	someDemonstrations: (count) => `模範回答${count}件`,
	somePairs: (count) => `選好ペア${count}件`,
	split: (demonstrations, pairs) => `${demonstrations}と${pairs}`,
	demonstrationsAlone: "模範回答のみ",
	pairsAlone: "選好ペアのみ",
	base: "元のモデル",
	notMeasured: "未測定",
	noScore: "得点なし",
	demonstrationsAxis: "模範回答(プロンプト数)",
	pairsAxis: "選好ペア(プロンプト数)",
	scoreAxis: ({ axis, unit }) => `${axis}: ${unit}`,
	role: { design: "計画", control: "対照" },
	measured: "実測",
	interpolated: "内挿",
	extrapolated: "外挿",
	trials: (count) => `${count}回`,
	control: (name) => name.replace(/^(\d+) epochs?$/, "$1エポック"),
	nothing: "まだ得点が一つもないため、示せるものがありません。",
};

/** What several sections say. */
export const sharedTexts: Translations<typeof en> = { en, ja };
