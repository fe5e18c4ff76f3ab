import type { Translations } from "../../page/language/translations.ts";

const en = {
	improve: ({ axis, bound }: { axis: string; bound: string }) =>
		`Gain on ${axis} must exceed ${bound}`,
	mayFall: ({ axis, bound }: { axis: string; bound: string }) =>
		`${axis} may fall by at most ${bound}`,
	mayRise: ({ axis, bound }: { axis: string; bound: string }) =>
		`${axis} may rise by at most ${bound}`,
	atMost: ({ axis, bound }: { axis: string; bound: string }) =>
		`${axis} must be at most ${bound}`,
	atLeast: ({ axis, bound }: { axis: string; bound: string }) =>
		`${axis} must be at least ${bound}`,
	/** `bound`: the one-sided bound that the verdict compares; null if it is not known. */
	measured: (value: string, bound: string | null) =>
		bound === null
			? `measured ${value}`
			: `measured ${value}, one-sided bound ${bound}`,
	/** How many questions would decide the condition, and how many there were. */
	questionsTell: ({ count, questions }: { count: string; questions: string }) =>
		`About ${count} questions would be enough to decide; there were ${questions}.`,
	/** If only more seeds might decide the condition. */
	seedsTell:
		"More questions would not help, because the seeds differ too much; more seeds might.",
	/** What the numbers in parentheses and the bounds are. */
	bounds: (level: string) =>
		`Parentheses contain two-sided 95% intervals, as in the tables. The verdict uses the one-sided bounds, each at level ${level}: the level of the gate divided by the number of arms.`,
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
