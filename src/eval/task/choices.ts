import { TemperError } from "../../core/error.ts";
import { RandomStream } from "../../core/random.ts";
import {
	isNumber,
	numberText,
	plainNumber,
} from "../../formats/json/exact-number.ts";
import { kindOf } from "../../formats/json/parse-json.ts";
import type { Row } from "../../formats/rows/row.ts";
import { columnOf } from "../../text/columns/row-columns.ts";
import { promptText } from "../../text/split-row.ts";
import {
	type Choices,
	type Question,
	reworded,
	splitSystem,
} from "./question.ts";
import type { ChoiceSpec } from "./task.ts";

/** As many options as there are letters for. */
const most = 26;

/** `A` for 0. */
function letterOf(place: number): string {
	return String.fromCharCode(65 + place);
}

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("data", { where, expected, found });
}

/** The options of a row, and which of them is right. Throws `data` naming file, line and column. */
export function readChoices(row: Row, spec: ChoiceSpec): Choices {
	const where = columnOf(row, spec.options);
	const listed: unknown = row.value[spec.options];
	if (!Array.isArray(listed))
		return refuse(where, "a list of options", kindOf(listed));
	if (listed.length < 2 || listed.length > most)
		refuse(where, `2 to ${most} options`, String(listed.length));
	const texts = listed.map((option: unknown, i) => {
		if (isNumber(option)) return numberText(option);
		return typeof option === "string" && option !== ""
			? option
			: refuse(`${where}[${i}]`, "a text", kindOf(option));
	});
	const twice = texts.find((text, i) => texts.indexOf(text) < i);
	if (twice !== undefined)
		refuse(where, "options that differ", `${JSON.stringify(twice)} twice`);
	const gold = goldOf(row, spec, texts);
	const choices = { texts, gold, places: [...texts.keys()] };
	return spec.list === "shuffled" ? shuffled(row, choices) : choices;
}

function shuffled({ line }: Row, { texts, gold, places }: Choices): Choices {
	const order = new RandomStream(line, "choices").shuffle([...places]);
	return {
		texts: order.map((place) => texts[place] as string),
		gold: order.indexOf(gold),
		places: order,
	};
}

/** A text of the options comes before a letter, and a letter before a place from 0. */
function goldOf(
	row: Row,
	{ gold, options }: ChoiceSpec,
	texts: readonly string[],
): number {
	const value = plainNumber(row.value[gold]);
	const candidates =
		typeof value === "string"
			? [
					texts.indexOf(value),
					texts.findIndex((_, i) => letterOf(i) === value.trim().toUpperCase()),
					/^\d+$/.test(value) ? Number(value) : -1,
				]
			: [Number.isInteger(value) ? (value as number) : -1];
	const place = candidates.find((one) => one >= 0 && one < texts.length);
	if (place !== undefined) return place;
	const found =
		typeof value === "string" || typeof value === "number"
			? JSON.stringify(value)
			: kindOf(value);
	return refuse(
		columnOf(row, gold),
		`which of the ${texts.length} in ${options} is right: its place from 0, its letter or its text`,
		found,
	);
}

/** A question as it is put to the subject: with lettered options below it, if letters are the answers. */
export function askWithChoices(
	question: Question,
	choices: Choices,
	{ by, list, cue, delimiter, unconditional }: ChoiceSpec,
): Question {
	if (question.asked === null) return { ...question, choices };
	const lettered = by === "letter";
	const lines = choices.texts.map((text, i) => `${letterOf(i)}. ${text}`);
	const last = cue === "" ? [] : [cue];
	const text = [promptText(question.asked), ...lines, ...last].join("\n");
	const asked =
		lettered && list !== "none"
			? reworded(question.asked, text)
			: question.asked;
	const letters = choices.texts.map((_, i) => letterOf(i));
	const answers = lettered ? letters : choices.texts;
	const follow = (prompt: NonNullable<Question["asked"]>) =>
		answers.map((answer) => joined(prompt, answer, delimiter));
	const { gold, places } = choices;
	const neutral = withoutQuestion(asked);
	return {
		...question,
		asked,
		prompt: promptText(asked),
		expected: answers[gold] ?? null,
		choices: { texts: follow(asked), gold, places },
		unconditional: unconditional
			? { asked: neutral, texts: follow(neutral) }
			: null,
	};
}

/** What stands in place of a question if options are measured without it. */
const neutralPrompt = "Answer:";

/** The same kind of prompt without the question: system messages stay. */
function withoutQuestion(
	asked: NonNullable<Question["asked"]>,
): NonNullable<Question["asked"]> {
	if (typeof asked === "string") return neutralPrompt;
	const { system } = splitSystem(asked);
	return [...system, { role: "user", content: neutralPrompt }];
}

/** A plain-text answer with the space that parts it from its prompt; an answer in a conversation as it is. */
export function joined(
	asked: NonNullable<Question["asked"]>,
	answer: string,
	delimiter: string,
): string {
	if (typeof asked !== "string") return answer;
	return /\s$/.test(asked) || /^\s/.test(answer) ? answer : delimiter + answer;
}
