import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import { nearest } from "../../recipes/parse/nearest.ts";
import { objectiveKinds } from "../../recipes/schemas/objective-options.ts";
import type { CliContext } from "../context.ts";
import { objectiveFacts } from "./objective-facts.ts";
import { showObjective, showObjectives } from "./show-objective.ts";

interface ObjectivesOptions {
	readonly json?: boolean;
}

function kindOf(text: string) {
	const kinds = objectiveKinds();
	const kind = kinds.find((one) => one === text);
	if (kind !== undefined) return kind;
	const near = nearest(text, kinds);
	throw new TemperError("recipe", {
		where: "npx temper-lm objectives",
		expected: `one of ${kinds.join(", ")}`,
		found: JSON.stringify(text),
		...(near === null ? {} : { hint: `Did you mean ${near}?` }),
	});
}

function objectives(
	kind: string | undefined,
	{ json }: ObjectivesOptions,
	{ terminal }: CliContext,
): void {
	const asked = kind === undefined ? null : objectiveFacts(kindOf(kind));
	const all = asked === null ? objectiveKinds().map(objectiveFacts) : [];
	if (json === true) terminal.line(JSON.stringify(asked ?? all, null, "\t"));
	else if (asked === null) showObjectives(all, terminal);
	else showObjective(asked, terminal);
}

const help = `
Examples:
  npx temper-lm objectives
  npx temper-lm objectives dpo
  npx temper-lm objectives --json`;

export function addObjectives(program: Command, context: CliContext): void {
	program
		.command("objectives")
		.description(
			"Lists every objective: its loss, its source, what it needs, when to use it and when not. With a kind, also shows its options, and its defaults next to those of its paper and of TRL.",
		)
		.argument("[kind]", "one objective, for example dpo")
		.option("--json", "print as JSON")
		.addHelpText("after", help)
		.action((kind: string | undefined, options: ObjectivesOptions) =>
			objectives(kind, options, context),
		);
}
