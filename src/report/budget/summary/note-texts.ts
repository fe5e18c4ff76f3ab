import type { Translations } from "../../page/language/translations.ts";
import { durationText } from "../../page/language/unit-text.ts";

export type Values = Readonly<Record<string, string | number>>;

/** The value as a number; 0 if it is none. */
const number = (values: Values, name: string) => {
	const value = Number(values[name]);
	return Number.isFinite(value) ? value : 0;
};

const en = {
	heading: "Notes",
	failed: ({ failed, of }: { failed: string; of: string }) =>
		`${failed} of ${of} trials have no score; the table of cells gives the reasons.`,
	reversed: (target: string) =>
		`Lower is better on ${target}. Its scores are shown with the opposite sign, so that higher is better here as well.`,
	coarse: ({ noise }: { noise: string }) =>
		`The interval of the best split covers most of the line for some budgets, so the split hardly matters there or more seeds are needed (two seeds of one cell differ by about ${noise}).`,
	betterCell: ({
		budget,
		cell,
		measured,
		expected,
	}: {
		budget: string;
		cell: string;
		measured: string;
		expected: string;
	}) =>
		`Of what ${budget} can buy, ${cell} were measured at ${measured}, which is more than the recommended split is expected to reach (${expected}). The surface takes the difference for noise, or cannot express it: repeat that cell with more seeds before you buy.`,
	atTheEdge: ({ stages, end }: { stages: string; end: "highest" | "lowest" }) =>
		`For ${stages}, the ${end} learning rate that was tried was chosen; a ${end === "highest" ? "higher" : "lower"} one may be even better.`,
	/** Notes of a study by their kind; others are shown as they are. */
	kinds: {
		"shared-prompts": (values) =>
			`${number(values, "prompts")} prompts are among the demonstrations and the pairs; a trial uses each of them for one kind only.`,
		"without-rows": (values) =>
			`${number(values, "cells")} of ${number(values, "of")} cells that the budgets ask for were left out, because there are too few rows for them.`,
		"seeds-left-out": (values) =>
			`Seeds ${values.seeds} were left out, because the study would have taken longer than its limit of ${durationText("en", number(values, "limit"))}.`,
		late: (values) =>
			`The study took ${durationText("en", number(values, "took"))}, longer than its limit of ${durationText("en", number(values, "limit"))}.`,
	} as Readonly<Record<string, (values: Values) => string>>,
	other: ({ kind, values }: { kind: string; values: string }) =>
		values === "" ? kind : `${kind}: ${values}`,
};

const ja: typeof en = {
	heading: "注意点",
	failed: ({ failed, of }) =>
		`${of}回の試行のうち${failed}回に得点がありません。理由はセルの表にあります。`,
	reversed: (target) =>
		`${target}は値が小さいほど良い指標です。この報告では大きいほど良くなるように、得点の符号を逆にして示しています。`,
	coarse: ({ noise }) =>
		`最良の配分の区間が予算線の大半に及ぶ予算があります。配分の影響が小さいか、シードを増やす必要があります(同じセルでもシードによって約${noise}違います)。`,
	betterCell: ({ budget, cell, measured, expected }) =>
		`${budget}で買えるもののうち、${cell}の実測値は${measured}で、推奨する配分の期待値(${expected})を上回っています。曲面はこの差を偶然とみなしたか、表現できていません。購入の前に、このセルをシードを増やして測り直してください。`,
	atTheEdge: ({ stages, end }) =>
		`「${stages}」では、試した中で最も${end === "highest" ? "高い" : "低い"}学習率が選ばれました。さらに${end === "highest" ? "高い" : "低い"}学習率のほうが良い可能性があります。`,
	kinds: {
		"shared-prompts": (values) =>
			`${number(values, "prompts")}件のプロンプトは、模範回答と選好ペアの両方にあります。一回の試行では、どちらか一方だけに使っています。`,
		"without-rows": (values) =>
			`予算から求められる${number(values, "of")}個のセルのうち${number(values, "cells")}個は、データの件数が足りないため省きました。`,
		"seeds-left-out": (values) =>
			`シード${values.seeds}は使っていません。使うと、制限時間の${durationText("ja", number(values, "limit"))}を超える見込みだったためです。`,
		late: (values) =>
			`調査には、制限時間の${durationText("ja", number(values, "limit"))}を超える${durationText("ja", number(values, "took"))}がかかりました。`,
	},
	other: ({ kind, values }) => (values === "" ? kind : `${kind}: ${values}`),
};

/** What no number shows and no reader should miss. */
export const noteTexts: Translations<typeof en> = { en, ja };
