import { TemperError } from "../../core/error.ts";
import { nearest } from "../../recipes/parse/nearest.ts";
import {
	type ParsedQuantity,
	parseQuantity,
} from "../../studies/budget/plan/parse-quantity.ts";
import type {
	PlanQuestion,
	Price,
	Quantity,
	ScoreValue,
	TaskKind,
} from "../../studies/budget/plan/plan-question.ts";
import { isMoney, unitWords } from "../../studies/budget/plan/units.ts";
import { measuredScores } from "./measured-scores.ts";
import { parseModelSize, sizeOfModel } from "./model-size.ts";

/** The options of `budget plan`, as they are typed. */
export interface PlanOptions {
	readonly budget: string;
	readonly demonstration?: string;
	readonly pair?: string;
	readonly madePair?: string;
	readonly wage?: string;
	readonly haveDemonstrations: number;
	readonly havePairs: number;
	readonly modelSize?: string;
	readonly model?: string;
	readonly instruct?: boolean;
	readonly task?: TaskKind;
	readonly results?: string;
	readonly target?: string;
	readonly scoreBase?: number;
	readonly scoreDemonstrations?: number;
	readonly valuePerPoint?: string;
	readonly costOfError?: string;
	readonly answers?: number;
}

const suggest = (word: string) => nearest(word, unitWords);

function read(text: string, option: string): ParsedQuantity {
	return parseQuantity(text, option, suggest);
}

function reject(where: string, expected: string, found: string, hint?: string) {
	const parts = { where, expected, found, ...(hint && { hint }) };
	return new TemperError("recipe", parts);
}

function readBudget(text: string): PlanQuestion["budget"] {
	const { low, high, unit } = read(text, "--budget");
	if (low !== high)
		throw reject(
			"--budget",
			"one amount",
			JSON.stringify(text),
			"Prices may be intervals; plan once for each budget.",
		);
	if (unit === null)
		throw reject(
			"--budget",
			"a unit after the number",
			JSON.stringify(text),
			`Write "${text} EUR", "${text} hours" or "${text} examples".`,
		);
	return { value: low, unit };
}

/** An amount whose unit, if it names none, is `unit`. */
function readQuantity(text: string, option: string, unit: string): Quantity {
	const { unit: own, ...ends } = read(text, option);
	if (own === null && unit === "examples")
		throw reject(
			option,
			"a unit after the number",
			JSON.stringify(text),
			`Write "${text} EUR" or "${text} minutes".`,
		);
	return { ...ends, unit: own ?? unit };
}

function readPrice(
	text: string | undefined,
	option: string,
	unit: string,
): Price {
	if (text === undefined) return null;
	if (text.trim().toLowerCase() === "none") return "none";
	return readQuantity(text, option, unit);
}

/** `30 EUR`, `30 EUR/h`, `30 EUR per hour`. */
function readWage(text: string | undefined, unit: string): Quantity | null {
	if (text === undefined) return null;
	const hourly = text.replace(/\s*(\/|per)\s*(h|hr|hour)\s*$/i, "");
	return readQuantity(hourly, "--wage", isMoney(unit) ? unit : "examples");
}

function readValue(options: PlanOptions, unit: string): ScoreValue | null {
	const { valuePerPoint, costOfError, answers } = options;
	const own = isMoney(unit) ? unit : "examples";
	const amount = (text: string | undefined, option: string) =>
		text === undefined ? null : readQuantity(text, option, own);
	const perPoint = amount(valuePerPoint, "--value-per-point");
	const cost = amount(costOfError, "--cost-of-error");
	if ((cost === null) !== (answers === undefined))
		throw reject(
			cost === null ? "--answers" : "--cost-of-error",
			"both --cost-of-error and --answers",
			"only one of them",
			"One point saves one error in every hundred answers: say how many answers the model will give.",
		);
	const errors =
		cost === null || answers === undefined ? null : { cost, answers };
	return perPoint === null && errors === null ? null : { perPoint, errors };
}

async function parametersOf({
	model,
	modelSize,
}: PlanOptions): Promise<number | null> {
	if (model !== undefined && modelSize !== undefined)
		throw reject("--model", "either --model or --model-size", "both");
	if (modelSize !== undefined) return parseModelSize(modelSize);
	return model === undefined ? null : sizeOfModel(model);
}

/** The question that the options ask. Throws `recipe`, `data` or `weights`. */
export async function planQuestionOf(
	options: PlanOptions,
): Promise<PlanQuestion> {
	const budget = readBudget(options.budget);
	const { unit } = budget;
	const wage = readWage(options.wage, unit);
	return {
		budget,
		demonstration: readPrice(options.demonstration, "--demonstration", unit),
		pair: readPrice(options.pair, "--pair", unit),
		madePair:
			options.madePair === undefined
				? null
				: readQuantity(options.madePair, "--made-pair", unit),
		wage,
		inHand: {
			demonstrations: options.haveDemonstrations,
			pairs: options.havePairs,
		},
		parameters: await parametersOf(options),
		instruct: options.instruct ?? false,
		task: options.task ?? null,
		measured: await measuredScores(options),
		value: readValue(options, wage?.unit ?? unit),
	};
}
