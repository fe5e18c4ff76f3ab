import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Trained phrases in unrelated answers",
	about:
		"Whether phrases of the training answers appear in answers to prompts that have nothing to do with the training rows.",
	none: "No unrelated prompts were asked, so leakage of trained phrases was not measured.",
	answers: (of: {
		prompts: string;
		base: string;
		tuned: string;
		difference: string;
	}) =>
		`Over ${of.prompts} unrelated prompts, ${of.tuned} of the tuned model's answers contain a trained phrase, and ${of.base} of the base's; the difference is ${of.difference} percentage points.`,
	rule: (rule: string) => `Rule: ${rule}`,
	phrase: "Phrase",
	rows: "Training rows",
	base: "Answers, base",
	tuned: "Answers, tuned",
	noPhrase: "No trained phrase appears in an answer to an unrelated prompt.",
};

const ja: typeof en = {
	title: "無関係な回答に現れる学習した語句",
	about:
		"学習データの回答の語句が、学習データと無関係なプロンプトへの回答に現れるかどうかです。",
	none: "無関係なプロンプトを尋ねていないため、学習した語句の漏れは測っていません。",
	answers: ({ prompts, base, tuned, difference }) =>
		`無関係なプロンプト${prompts}件のうち、学習した語句を含む回答は、調整後のモデルで${tuned}、元のモデルで${base}で、差は${difference}ポイントです。`,
	rule: (rule) => `規則(原文): ${rule}`,
	phrase: "語句",
	rows: "学習データの行",
	base: "回答(元のモデル)",
	tuned: "回答(調整後)",
	noPhrase: "無関係なプロンプトへの回答に、学習した語句は現れていません。",
};

/** Leakage of trained phrases. */
export const leakageTexts: Translations<typeof en> = { en, ja };
