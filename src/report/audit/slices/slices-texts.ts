import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Outcomes by group",
	about:
		"How outcomes differ between groups of rows. The difference compares a group with all other rows; p is corrected for all tests of this audit. Intervals are 95% intervals.",
	none: "No outcome could be compared between groups.",
	cardTitle: (of: { outcome: string; by: string }) =>
		`${of.outcome} by ${of.by}`,
	figure: "Difference from all other rows",
	alt: ({ title, rows }: { title: string; rows: string }) =>
		`${title}: difference from all other rows. ${rows}`,
	axis: (unit: string) => `difference, ${unit}`,
	group: "Group",
	rows: "Rows",
	value: (unit: string) => `Mean, ${unit}`,
	difference: (unit: string) => `Difference, ${unit}`,
	p: "Corrected p",
	test: (test: string) => `Test: ${test}`,
	skipped: (of: { rows: string; reason: string }) =>
		`${of.rows} were skipped: ${of.reason}`,
	/** Names that have a translation; others are columns and are shown as they are. */
	names: {} as Readonly<Record<string, string>>,
	points: "percentage points",
	modelTitle: (name: string) => `What ${name} makes of the rows`,
	modelAbout: (of: { rows: string; how: string }) =>
		`Measured on ${of.rows}. ${of.how}`,
	swapsTitle: (outcome: string) => `Swapped names and groups: ${outcome}`,
	swapsAbout:
		"The same rows with one term replaced by another. The difference is the outcome with the second term less that with the first, paired by row.",
	withoutTerm: (rows: string) =>
		`${rows} contain no term of the lists; the swaps say nothing about them.`,
	swap: "Swap",
	list: "List",
	groupingsTitle: "What the rows consist of",
	groupingsAbout: "Rows by topic, by form of answer and by columns.",
	grouping: (name: string) => `Rows by ${name}`,
	share: "Share",
	others: (of: { groups: string; rows: string }) =>
		`${of.groups} smaller groups hold ${of.rows}.`,
	rule: (rule: string) => `Rule: ${rule}`,
};

const ja: typeof en = {
	title: "まとまりごとの結果",
	about:
		"行のまとまりによる結果の違いです。差は、まとまりをほかのすべての行と比べたものです。pは、この監査のすべての検定について補正しています。区間は95%区間です。",
	none: "まとまりの間で比べられる結果がありません。",
	cardTitle: ({ outcome, by }) => `${by}ごとの${outcome}`,
	figure: "ほかのすべての行との差",
	alt: ({ title, rows }) => `${title}: ほかのすべての行との差。${rows}`,
	axis: (unit) => `差(${unit})`,
	group: "まとまり",
	rows: "行数",
	value: (unit) => `平均(${unit})`,
	difference: (unit) => `差(${unit})`,
	p: "補正済みのp",
	test: (test) => `検定(原文): ${test}`,
	skipped: ({ rows, reason }) => `${rows}を除きました(原文: ${reason})`,
	names: {
		refusal: "拒否",
		sentiment: "感情価",
		"length of the answer": "回答の長さ",
		desirable: "望ましい評価",
		reward: "報酬",
		topic: "分野",
		"form of answer": "回答の形式",
		mention: "言及",
		language: "言語",
		words: "語",
		characters: "文字",
		"valence per word": "1語当たりの感情価",
		gender: "性別",
		name: "名前",
		other: "その他",
		others: "その他",
	},
	points: "ポイント",
	modelTitle: (name) => `${name}による行の扱い`,
	modelAbout: ({ rows, how }) => `${rows}で測りました(原文: ${how})`,
	swapsTitle: (outcome) => `名前や集団の入れ替え: ${outcome}`,
	swapsAbout:
		"一つの語を別の語に替えた同じ行です。差は、後の語での結果から前の語での結果を引いたもので、行ごとに対にしています。",
	withoutTerm: (rows) =>
		`${rows}には一覧の語がなく、入れ替えの結果はこれらについて何も示しません。`,
	swap: "入れ替え",
	list: "一覧",
	groupingsTitle: "行の構成",
	groupingsAbout: "分野、回答の形式、列ごとの行数です。",
	grouping: (name) => `${name}ごとの行`,
	share: "割合",
	others: ({ groups, rows }) =>
		`ほかの${groups}個の小さなまとまりに${rows}あります。`,
	rule: (rule) => `規則(原文): ${rule}`,
};

/** Groups of rows and their outcomes. */
export const slicesTexts: Translations<typeof en> = { en, ja };
