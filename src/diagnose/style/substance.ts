import { isDeepStrictEqual } from "node:util";
import type { ItemResult, TaskResult } from "../../eval/eval-result.ts";
import type { ScorerSpec } from "../../eval/task/task.ts";
import { normalText } from "../../rewards/functions/exact.ts";
import { extractJson } from "../../rewards/functions/extract-json.ts";
import { containsWhole } from "../../rewards/functions/whole-words.ts";
import {
	lastRational,
	referenceNumber,
} from "../../rewards/numbers/last-number.ts";
import { rationalKey } from "../../rewards/numbers/rational.ts";
import { spokenWords } from "../../text/words.ts";
import { isNegation, substanceWords } from "./judge-style.ts";

interface Judged {
	readonly answer: string;
	readonly expected: string;
	readonly prompt: string;
	/** Whether the scorer found the answer right as it is written. */
	readonly right: boolean;
	/** What the task's answers are if they are a few labels; otherwise empty. */
	readonly labels: readonly string[];
}

interface Extraction {
	/** In a sentence. */
	readonly rule: string;
	holds(judged: Judged): boolean;
}

const phrase: Extraction = {
	rule: "The expected answer occurs as a whole phrase, ignoring case, Markdown and the marks at its ends, or all its words of substance that the question lacks occur, and a negation occurs in both or neither. If a task has a few repeated labels as its answers, the label that is named first decides.",
	holds: holdsText,
};

/** Of a scorer that looks at content, an answer that is right as it is written is right without its style, too. */
const content = (extraction: Extraction): Extraction => ({
	rule: extraction.rule,
	holds: (judged) => judged.right || extraction.holds(judged),
});

/** How the substance of an answer is scored, by the scorer of its task; null if it cannot be told from the items. */
export const substanceRules: {
	readonly [K in ScorerSpec["kind"]]: Extraction | null;
} = {
	exact: content(phrase),
	contains: content(phrase),
	numeric: content({
		rule: "The expected number is the last one of the answer, of its first paragraph or of its first line.",
		holds: holdsNumber,
	}),
	regex: phrase,
	format: phrase,
	"json-schema": {
		rule: "The JSON value in the answer equals the expected one; if there is none to compare, the expected answer is looked for as in a text.",
		holds: holdsJson,
	},
	module: null,
	command: null,
	judge: null,
	nll: null,
	choice: null,
};

const rules: Readonly<Record<string, Extraction | null>> = substanceRules;

/** Whether answers to a task can be scored by their substance, from its items alone. */
export function hasSubstance({ scorer }: Pick<TaskResult, "scorer">): boolean {
	return (rules[scorer] ?? null) !== null;
}

/**
 * 1 if the substance of an answer is right and 0 if it is not, by the id of its item; null if there is no answer, nothing to
 * compare it with, or no rule for the scorer.
 */
export function substanceScores({
	items,
	scorer,
}: Pick<TaskResult, "items" | "scorer">): Map<string, number | null> {
	const rule = rules[scorer] ?? null;
	const labels = labelsOf(items);
	return new Map(
		items.map((item) => {
			const { id, prompt, score } = item;
			const answer = item.final ?? item.answer;
			const expected = item.expected?.trim() ?? "";
			if (rule === null || answer === null || expected === "")
				return [id, null];
			const right = score !== null && score > 0.5;
			const judged = { answer, expected, prompt, right, labels };
			return [id, Number(rule.holds(judged))];
		}),
	);
}

/** A task whose answers are at most ten short texts without digits, each of several questions, is one of labels. */
function labelsOf(items: readonly ItemResult[]): string[] {
	const times = new Map<string, Set<string>>();
	for (const { expected, question } of items) {
		const label = bare(expected ?? "");
		times.set(label, (times.get(label) ?? new Set()).add(question));
	}
	const labels = [...times.keys()];
	const few = labels.length > 1 && labels.length <= 10;
	const short = labels.every((label) => {
		const words = spokenWords(label).length;
		return words > 0 && words <= 3 && !/\p{N}/u.test(label);
	});
	const repeated = [...times.values()].every(({ size }) => size > 1);
	return few && short && repeated ? labels : [];
}

/** Without Markdown, the marks at its ends, case and repeated white space. */
function bare(text: string): string {
	return normalText(text.normalize("NFKC"), true)
		.replace(/[*`#]|(?<!\p{L})_+|_+(?!\p{L})/gu, "")
		.replace(/\s+/g, " ")
		.replace(
			/^[\s"'\u201c\u2018\u300c([]+|[\s"'\u201d\u2019\u300d)\].!?,;:\u3002\u3001]+$/gu,
			"",
		);
}

function holdsText({ answer, expected, prompt, labels }: Judged): boolean {
	const wanted = bare(expected);
	if (labels.length > 0) return firstLabel(answer, labels) === wanted;
	if (/^\p{L}$/u.test(wanted)) return chosenLetter(answer) === wanted;
	if (wanted !== "" && containsWhole(bare(answer), wanted)) return true;
	const asked = new Set(spokenWords(prompt));
	const needed = substanceWords(expected).filter((word) => !asked.has(word));
	const said = new Set(spokenWords(answer));
	return (
		needed.length > 0 &&
		needed.every((word) => said.has(word)) &&
		negates(expected) === negates(answer)
	);
}

function negates(text: string): boolean {
	return spokenWords(text).some(isNegation);
}

/** The label that an answer names first; of two that begin in the same place, the longer. */
function firstLabel(answer: string, labels: readonly string[]): string | null {
	if (labels.every((label) => /^\p{L}$/u.test(label)))
		return chosenLetter(answer);
	const said = spokenWords(bare(answer));
	const places = labels
		.map((label) => ({ label, words: spokenWords(label) }))
		.map(({ label, words }) => ({
			label,
			length: words.length,
			at: said.findIndex((_, i) =>
				words.every((word, j) => said[i + j] === word),
			),
		}))
		.filter(({ at }) => at >= 0)
		.sort((a, b) => a.at - b.at || b.length - a.length);
	return places[0]?.label ?? null;
}

/** A letter as the choice of an option: alone, in parentheses, before a point or colon, or announced. In lower case. */
const letterForms = [
	/(?:answer|option|choice|choose|correct|\u6b63\u89e3|\u7b54\u3048)\s*(?:is|:|\uff1a|\u306f)?\s*[*("']*([A-Z])(?![\p{L}\p{N}'\u2019])/u,
	/^[\s*("'[]*([A-Za-z])[\s*)"'\].:]*$/u,
	/^[\s*("'[]*([A-Z])[*"']*[).:\]]/mu,
	/\(([A-Z])\)/u,
];

function chosenLetter(answer: string): string | null {
	for (const form of letterForms) {
		const letter = form.exec(answer)?.[1];
		if (letter !== undefined) return letter.toLowerCase();
	}
	return null;
}

function holdsNumber({ answer, expected }: Judged): boolean {
	const wanted = referenceNumber(expected);
	if (wanted === null) return false;
	const plain = answer.trim();
	const places = [plain, plain.split(/\n\s*\n/)[0], plain.split("\n")[0]];
	return places.some((place) => {
		const found = lastRational(place ?? "");
		return found !== null && rationalKey(found) === rationalKey(wanted);
	});
}

function holdsJson(judged: Judged): boolean {
	const wanted = extractJson(judged.expected.trim());
	if (wanted === null) return holdsText(judged);
	const { answer } = judged;
	const inside = /[[{].*[\]}]/su.exec(answer)?.[0] ?? "";
	const found = extractJson(answer.trim()) ?? extractJson(inside);
	return found !== null && isDeepStrictEqual(found.value, wanted.value);
}
