import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { type AuditResult, severities } from "../../audit/audit-result.ts";
import { auditRows } from "../../audit/audit-rows.ts";
import { auditDefaults } from "../../audit/audit-settings.ts";
import { measureModel } from "../../audit/model/measure-model.ts";
import { readSwapLists, swapLists } from "../../audit/model/swap-lists.ts";
import { readAudited } from "../../audit/rows/read-audited.ts";
import { writeError } from "../../core/file-error.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { describeVersions } from "../../runs/machine.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";
import {
	collectOption,
	countOption,
	seedOption,
	withSource,
} from "../options.ts";
import {
	type AuditOptions,
	levelOption,
	settingsOf,
	similarityOption,
} from "./audit-options.ts";
import { auditedModel } from "./audited-model.ts";
import { showAudit } from "./show-audit.ts";

/** Writes `audit.json`, `audit.jsonl` with one finding a line, and a report for people. */
async function write(folder: string, result: AuditResult): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		throw writeError(error, folder);
	}
	const lines = result.findings.map(
		(finding) => `${JSON.stringify(finding)}\n`,
	);
	await writeFileAtomic(join(folder, "audit.jsonl"), lines.join(""));
	await writeFileAtomic(
		join(folder, "audit.json"),
		`${JSON.stringify(result, null, "\t")}\n`,
	);
	// Charts take a second to load, so they are loaded where a report is made.
	const { writeAuditReport } = await import(
		"../../report/audit/write-audit-report.ts"
	);
	await writeAuditReport(result, folder, { language: "en" });
}

async function run(
	paths: readonly string[],
	options: AuditOptions,
	context: CliContext,
): Promise<number> {
	const { terminal } = context;
	for (const path of paths) refuseMisplaced(path, path, "rows");
	const settings = settingsOf(options);
	const lists = [
		...swapLists,
		...(options.swaps === undefined ? [] : await readSwapLists(options.swaps)),
	];
	const model = await auditedModel(options, context);
	const { alpha, seed } = settings;
	const measuring = { lists, limit: options.limit, alpha, seed };
	const result = await auditRows(await readAudited(paths), {
		settings,
		measure:
			model &&
			((rows, properties) => measureModel(rows, properties, model, measuring)),
		temper: describeVersions().temper,
	});
	if (options.out !== undefined) await write(resolve(options.out), result);
	if (options.json === true) terminal.line(JSON.stringify(result, null, "\t"));
	else {
		showAudit(result, terminal);
		if (options.out !== undefined)
			for (const name of ["audit.json", "report.html"])
				terminal.line(`written: ${join(options.out, name)}`);
	}
	return result.failed ? exitStatus.gate : exitStatus.done;
}

const help = `
A reward model (a run that trained one, or its folder) scores the answers of the rows; any other model answers
their questions. The outcomes are compared between groups, and again with names and groups of people swapped.

Exit status: 0 without a finding at or above --fail-on, 3 with one, 2 if the command itself fails.

Examples:
  npx temper-lm data audit rows.jsonl
  npx temper-lm data audit pairs.jsonl --group annotator --fail-on warning --out audit
  npx temper-lm data audit train.jsonl extra.jsonl --topic subject --json
  npx temper-lm data audit pairs.jsonl --run runs/reward-model-1 --swaps cities.yaml`;

/** Adds `audit` to the command `data`; `report` receives the exit status. */
export function addAudit(
	data: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const command = data
		.command("audit")
		.summary("look for duplicates, personal data, refusals, bias and noise")
		.description(
			"Looks for what should not be in training rows: duplicates, personal data, refusals, imbalance, bias, doubtful labels.",
		)
		.argument("<rows...>", "JSONL, JSON, CSV or Parquet")
		.option(
			"--topic <column>",
			"the column with the topic of a row (default: prompts grouped by shared keywords)",
		)
		.option(
			"--group <column>",
			"a column by which outcomes are compared; may be repeated",
			collectOption,
		)
		.option(
			"--position <column>",
			"the column that says whether the chosen answer was judged first or second",
		)
		.option(
			"--near-duplicate <similarity>",
			"Jaccard similarity from which rows are near-duplicates",
			similarityOption,
			auditDefaults.nearDuplicate,
		)
		.option(
			"--alpha <level>",
			"level of the tests, all together",
			levelOption,
			auditDefaults.alpha,
		)
		.option(
			"--seed <n>",
			"seed of hashing and cross-validation",
			seedOption,
			auditDefaults.seed,
		);
	withSource(command)
		.option(
			"--limit <rows>",
			"rows that the model scores or answers, and swapped rows of each list",
			countOption,
			200,
		)
		.option(
			"--max-new-tokens <n>",
			"longest answer of the model, in tokens",
			countOption,
			128,
		)
		.option("--swaps <file>", "further lists of terms to swap, as YAML or JSON")
		.option("--json", "print the result as JSON")
		.option(
			"--out <folder>",
			"write audit.json, audit.jsonl and a report into a folder",
		)
		.addOption(
			new Option(
				"--fail-on <severity>",
				"exit with status 3 if a finding has this severity or a graver one",
			)
				.choices([...severities, "never"])
				.default(auditDefaults.failOn),
		)
		.addHelpText("after", help)
		.action(async (paths: string[], options: AuditOptions) =>
			report(await run(paths, options, context)),
		);
}
