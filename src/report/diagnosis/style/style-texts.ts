import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Style and substance",
	about:
		"Which tokens of the tuned model's greedy answers are not the base's first choice in their place, and whether they are style or substance by the rule below.",
	none: "No answers were generated, so style was not measured.",
	counted: ({ tokens, answers }: { tokens: string; answers: string }) =>
		`Counted over ${tokens} tokens in ${answers} answers.`,
	styleShare: (share: string) =>
		`Of the tokens that are not the base's first choice, ${share} are style by the rule.`,
	rule: (rule: string) => `Rule: ${rule}`,
	ranks: "Ranks of tokens under the base",
	unshifted: "First choice",
	marginal: "Second or third",
	shifted: "Lower",
	ranksAxis: "share of tokens",
	tokens: "Tokens of answers",
	along: "Along the answer",
	alongAbout:
		"Share of tokens that are not the base's first choice, by their place in the answer: a fall means that tuning changed mainly how answers begin.",
	alongX: "fifth of the answer",
	alongY: "not the base's first choice, %",
	alongAlt: (points: string) =>
		`Share of tokens that are not the base's first choice, by fifths of the answer. ${points}`,
	fifth: (at: number) => `${at}`,
	place: "Place in the answer",
	fifthName: (at: string) => `${at}. fifth`,
	share: "Not the base's first choice",
	moved: "Tokens that moved most often",
	token: "Token",
	times: "Times",
	rank: "Mean rank under the base",
	kind: "Kind",
	style: "style",
	substance: "substance",
	scores: "Scores as written, and of the extracted answer",
	scoresAbout:
		"The score as written depends on the form of the answer; that of the extracted answer does not.",
	asWritten: "as written",
	stripped: "extracted answer",
	scored: "What is scored",
	onlyForm: (task: string) =>
		`Only the form gained in ${task}: the score as written rose, the score of the extracted answer did not.`,
	places: "Places where the answer leaves the base's first choice",
	question: "Question",
	position: "Token",
	wrote: "Tuned model",
	first: "Base's first choice",
	placeRank: "Rank",
};

const ja: typeof en = {
	title: "形式と中身",
	about:
		"調整後のモデルの貪欲な回答のうち、その位置で元のモデルの第一候補ではないトークンと、それらが下の規則で形式か中身かを示します。",
	none: "回答を生成していないため、形式は測っていません。",
	counted: ({ tokens, answers }) =>
		`${answers}件の回答の${tokens}トークンについて数えました。`,
	styleShare: (share) =>
		`元のモデルの第一候補ではないトークンのうち、規則によれば${share}が形式です。`,
	rule: (rule) => `規則(原文): ${rule}`,
	ranks: "元のモデルでのトークンの順位",
	unshifted: "第一候補",
	marginal: "第二・第三候補",
	shifted: "それより下",
	ranksAxis: "トークンの割合",
	tokens: "回答のトークン",
	along: "回答の中の位置",
	alongAbout:
		"元のモデルの第一候補ではないトークンの割合を、回答の中の位置ごとに示します。下がっていれば、調整で変わったのは主に回答の書き出しです。",
	alongX: "回答の5分の1ごとの区間",
	alongY: "第一候補ではない割合(%)",
	alongAlt: (points) =>
		`元のモデルの第一候補ではないトークンの、回答の区間ごとの割合。${points}`,
	fifth: (at) => `${at}`,
	place: "回答の中の位置",
	fifthName: (at) => `${at}番目の区間`,
	share: "第一候補ではない割合",
	moved: "最もよく変わったトークン",
	token: "トークン",
	times: "回数",
	rank: "元のモデルでの平均順位",
	kind: "種類",
	style: "形式",
	substance: "中身",
	scores: "書かれたままの得点と取り出した答えの得点",
	scoresAbout:
		"書かれたままの得点は回答の形式に左右されますが、取り出した答えの得点は左右されません。",
	asWritten: "書かれたまま",
	stripped: "取り出した答え",
	scored: "採点の対象",
	onlyForm: (task) =>
		`${task}で向上したのは形式だけです。書かれたままの得点は上がりましたが、取り出した答えの得点は上がっていません。`,
	places: "回答が元のモデルの第一候補から離れた位置",
	question: "問題",
	position: "トークンの位置",
	wrote: "調整後のモデル",
	first: "元のモデルの第一候補",
	placeRank: "順位",
};

/** Style against substance. */
export const styleTexts: Translations<typeof en> = { en, ja };
