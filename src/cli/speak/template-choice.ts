import { resolve } from "node:path";
import type { Command } from "commander";
import { parse } from "yaml";
import { TemperError } from "../../core/error.ts";
import { requireDay } from "../../text/template/bake.ts";
import type { TemplateOptions } from "../../text/template/template.ts";
import { collectOption } from "../options.ts";

/** What the command line says about the chat template of a model without a run. */
export interface TemplateChoice {
	readonly template?: string;
	readonly templateVar?: readonly string[];
	readonly date?: string;
}

/** `--template`, `--template-var`, `--date`: what a recipe says as `data.template`. */
export function withTemplate(command: Command): Command {
	return command
		.option(
			"--template <file>",
			"a chat template to use instead of the model's own",
		)
		.option(
			"--template-var <name=value>",
			"a variable of the chat template, for example enable_thinking=false; may be repeated",
			collectOption,
		)
		.option("--date <day>", "its date, as 2026-03-31 (default: today, UTC)");
}

/** The options as those of a template; undefined if there are none. Throws `recipe`. */
export function templateChoice({
	template,
	templateVar = [],
	date,
}: TemplateChoice): TemplateOptions | undefined {
	if (template === undefined && date === undefined && templateVar.length === 0)
		return undefined;
	return {
		...(template !== undefined && { file: resolve(template) }),
		date: date === undefined ? null : requireDay(date, "--date"),
		variables: Object.fromEntries(templateVar.map(variableOf)),
	};
}

function variableOf(setting: string): [string, unknown] {
	const where = `--template-var ${setting}`;
	const [, name, text] = /^([A-Za-z]\w*)=(.*)$/s.exec(setting) ?? [];
	if (name === undefined || text === undefined)
		throw new TemperError("recipe", {
			where,
			expected: "a name and a value, as enable_thinking=false",
			found: JSON.stringify(setting),
		});
	try {
		return [name, parse(text, { logLevel: "error" })];
	} catch (cause) {
		throw new TemperError("recipe", {
			where,
			expected: "a value in YAML after the equals sign",
			found: JSON.stringify(text),
			cause,
		});
	}
}
