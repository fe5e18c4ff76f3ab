import { isRefusal } from "./refusal.ts";

export const answerForms = [
	"empty",
	"tool call",
	"refusal",
	"JSON",
	"code",
	"list",
	"number",
	"one line",
	"prose",
] as const;

export type AnswerForm = (typeof answerForms)[number];

/** How forms are told apart, for readers. */
export const formRule =
	"the first that fits: nothing visible, a tool call, a refusal, valid JSON, at least half code, at least half of the lines are items of a list, a number with at most a unit, one line of at most 120 characters, prose";

const fence = /^```[^\n]*\n([\s\S]*?)\n?```$/;
const number =
	/^(?:[#=≈~]+ ?)?[-−+]?(?:[$€£¥]|USD|JPY)? ?[-−]?\d[\d,. ]*(?:\/\d+)?(?:e[-+]?\d+)? ?(?:%|[°℃]?[CF]?|\p{L}{1,12}|円|人|個|年|月|日|回|本|枚|点|倍)?[.。]?$/iu;
const listItem =
	/^\s*(?:[-*+•‣●○]\s+|[・●○]|\(?\d{1,3}[.)]\s+|\(?\d{1,3}[）．、]|[a-zA-Z][.)]\s+)\S/;
/** Lines that only code has. */
const codeLine =
	/^\s*(?:(?:def|class|import|from|return|elif|else|for|while|try|except|with|function|const|let|var|public|private|static|void|#include|SELECT|INSERT|UPDATE|CREATE|package|using|namespace|func|fn|impl)\b.*[:;{()}]|[}\])]+[;,]?|.*[;{}]|.*=>.*|<\/?\w+[^>]*>.*|@\w+(?:\.\w+)*(?:\(.*\))?|\w+(?:\.\w+)*\(.*\))\s*$/;
/** Lines that code has too: assignments, conditions, comments. An equation looks like an assignment. */
const maybeCode =
	/^\s*(?:[\w.[\]]+ ?[-+*/]?= ?\S.*|if\b.*:|(?:#|\/\/|--).*|[$>] \w+.*)\s*$/;

/** The form of an answer: see `formRule`. */
export function formOfAnswer(answer: string, calls: boolean): AnswerForm {
	const text = answer.trim();
	if (calls) return "tool call";
	if (!/[^\s\p{C}\p{Z}]/u.test(text)) return "empty";
	if (isRefusal(text)) return "refusal";
	if (isJson(fence.exec(text)?.[1] ?? text)) return "JSON";
	if (codeShare(text) >= 0.5) return "code";
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	const items = lines.filter((line) => listItem.test(line)).length;
	if (items >= 2 && items * 2 >= lines.length) return "list";
	if (text.length <= 40 && number.test(text)) return "number";
	return lines.length === 1 && text.length <= 120 ? "one line" : "prose";
}

function isJson(text: string): boolean {
	if (!/^\s*[{[]/.test(text)) return false;
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** The share of characters inside fences; without fences, the share of lines that look like code, if two of them can be nothing else. */
function codeShare(text: string): number {
	const blocks = text.match(/```[\s\S]*?(?:```|$)/g);
	if (blocks !== null)
		return blocks.reduce((sum, block) => sum + block.length, 0) / text.length;
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	const code = lines.filter((line) => codeLine.test(line)).length;
	const maybe = lines.filter((line) => maybeCode.test(line)).length;
	return code >= 2 ? Math.min(1, (code + maybe) / lines.length) : 0;
}
