import type { Translations } from "../../page/language/translations.ts";

const en = {
	improve: ({ axis, bound }: { axis: string; bound: string }) =>
		`Gain on ${axis}: above ${bound}`,
	mayFall: ({ axis, bound }: { axis: string; bound: string }) =>
		`Fall of ${axis}: ${bound} at most`,
	mayRise: ({ axis, bound }: { axis: string; bound: string }) =>
		`Rise of ${axis}: ${bound} at most`,
	atMost: ({ axis, bound }: { axis: string; bound: string }) =>
		`${axis}: ${bound} at most`,
	atLeast: ({ axis, bound }: { axis: string; bound: string }) =>
		`${axis}: ${bound} at least`,
	/** `bound`: the one-sided bound that the verdict compares; null if it is not known. */
	measured: (value: string, bound: string | null) =>
		bound === null
			? `measured ${value}`
			: `measured ${value}, one-sided bound ${bound}`,
	/** How many questions would tell, and how many there were. */
	questionsTell: ({ count, questions }: { count: string; questions: string }) =>
		`About ${count} questions would tell; there were ${questions}.`,
	/** That only more seeds might tell. */
	seedsTell:
		"More questions would not tell, because the seeds differ too much; more seeds might.",
	/** What the numbers in parentheses and the bounds are. */
	bounds: (level: string) =>
		`In parentheses: two-sided 95% intervals, as in the tables. The verdict compares the one-sided bounds, each at a level of ${level}: that of the gate, divided by the number of arms that were compared.`,
	holds: "holds",
	fails: "fails",
};

const ja: typeof en = {
	improve: ({ axis, bound }) => `「${axis}」の向上が${bound}を超える`,
	mayFall: ({ axis, bound }) => `「${axis}」の低下が${bound}以内`,
	mayRise: ({ axis, bound }) => `「${axis}」の増加が${bound}以内`,
	atMost: ({ axis, bound }) => `「${axis}」が${bound}以下`,
	atLeast: ({ axis, bound }) => `「${axis}」が${bound}以上`,
	measured: (value, bound) =>
		bound === null
			? `測定値 ${value}`
			: `測定値 ${value}、片側の限界値 ${bound}`,
	questionsTell: ({ count, questions }) =>
		`判断には約${count}問が必要です(今回は${questions}問)。`,
	seedsTell:
		"シード間の差が大きいため、質問を増やしても判断できません。シードを増やすと判断できる可能性があります。",
	bounds: (level) =>
		`括弧内は、表と同じ両側95%区間です。判定には片側の限界値を使います。それぞれの有意水準は${level}で、これは条件の水準を、比較した方式の数で割った値です。`,
	holds: "達成",
	fails: "未達",
};

/** The conditions of the verdict. */
export const conditionTexts: Translations<typeof en> = { en, ja };
