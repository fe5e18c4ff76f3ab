import type { Axis } from "../../../studies/pilot/pilot-result.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "How it was measured",
	measures: "Measures",
	means: {
		target: "the goal of tuning",
		retention: "what tuning should not change",
		wording: "the target, asked in other wordings",
		deviation: "distance from the base",
	} satisfies Record<Axis["role"], string>,
	unit: "Unit",
	stands: "Meaning",
	data: "Data",
	rows: (count: string) => `${count} ${count === "1" ? "row" : "rows"}`,
	model: "Base model",
	machine: "Machine",
	created: "Created",
	seeds: "Seeds",
	time: "Total time",
	intervals: "Intervals",
	intervalsText:
		"95%, over questions and seeds. Gains are changes from the base, paired by question.",
	/** What a consistency axis measures. */
	consistencyText:
		"Consistency is the share of pairs of answers to one question that agree, whether right or wrong, if the question is asked in several wordings, in several orders of its options or with several seeds; it is averaged over questions.",
	noiseText:
		"The noise floor is half the width of the 95% interval of the differences between repeated measurements of the base.",
	noData: "No data set is listed.",
};

const ja: typeof en = {
	title: "測定方法",
	measures: "指標",
	means: {
		target: "調整の目標",
		retention: "元のまま維持すべき能力",
		wording: "目標を別の言い方で尋ねたもの",
		deviation: "元のモデルからの移動距離",
	},
	unit: "単位",
	stands: "意味",
	data: "データ",
	rows: (count) => `${count}行`,
	model: "元のモデル",
	machine: "実行環境",
	created: "作成日時",
	seeds: "シード",
	time: "所要時間",
	intervals: "区間",
	intervalsText:
		"問題とシードにわたる95%区間です。向上は元のモデルとの差で、問題ごとに対応させて求めています。",
	consistencyText:
		"consistency(一貫性)は、同じ質問を別の言い方、選択肢の別の並び順、または別のシードで尋ねたときの回答の組のうち、正誤にかかわらず一致した割合です。質問ごとに求めて平均しています。",
	noiseText:
		"測定誤差は、元のモデルを繰り返し測ったときの差の95%区間の幅の半分です。",
	noData: "データセットの記載はありません。",
};

/** How the measures were taken. */
export const methodTexts: Translations<typeof en> = { en, ja };
