import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Scores",
	about:
		"Scores of each task, asked as users ask: without examples in the prompt. “Base with examples” is what the base reaches with examples in the prompt; the part of a gain that lies below it can be drawn out rather than taught. Bars are 95% intervals. The difference is paired by question.",
	figure: "Base and tuned model",
	alt: (rows: string) => `Scores of the base and of the tuned model. ${rows}`,
	fewShot: "base with examples",
	fewShotTitle: "Base with examples",
	knowledgeTitle: "Questions that the base knew, and others",
	knowledgeAbout:
		"Accuracy by what the base knew before it was tuned. A gain on unknown questions is knowledge that was learned; a loss on known questions is knowledge that was damaged.",
	knowledge: "What the base knew",
	knowledgeAlt: ({ task, rows }: { task: string; rows: string }) =>
		`${task}: accuracy by what the base knew. ${rows}`,
	noKnowledge:
		"No task says what the base knew, so accuracy could not be split by it.",
};

const ja: typeof en = {
	title: "得点",
	about:
		"各課題の得点です。利用者と同じように、プロンプトに例を入れずに尋ねています。「例ありの元のモデル」は、プロンプトに例を入れたときの元のモデルの得点です。向上のうちこれより下の部分は、教えたものではなく引き出されたものである可能性があります。線は95%区間です。差は問題ごとに対にして求めています。",
	figure: "元のモデルと調整後のモデル",
	alt: (rows) => `元のモデルと調整後のモデルの得点。${rows}`,
	fewShot: "例ありの元のモデル",
	fewShotTitle: "例ありの元のモデル",
	knowledgeTitle: "元のモデルが知っていた問題とそうでない問題",
	knowledgeAbout:
		"調整前に元のモデルが知っていたかどうかで分けた正答率です。未知の問題での向上は学習された知識であり、既知の問題での低下は損なわれた知識です。",
	knowledge: "元のモデルの知識",
	knowledgeAlt: ({ task, rows }) =>
		`${task}: 元のモデルの知識ごとの正答率。${rows}`,
	noKnowledge:
		"元のモデルが知っていたかどうかを示す課題がないため、正答率を分けられませんでした。",
};

/** Scores of tasks, and accuracy by what the base knew. */
export const scoresTexts: Translations<typeof en> = { en, ja };
