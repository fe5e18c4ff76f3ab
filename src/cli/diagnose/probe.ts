import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Command } from "commander";
import { writeError } from "../../core/file-error.ts";
import type { ProbeResult } from "../../diagnose/probe/probe-result.ts";
import {
	type PreparedProbe,
	prepareProbe,
} from "../../diagnose/probe/run/prepare-probe.ts";
import {
	probeFiles,
	requireProbeFolder,
} from "../../diagnose/probe/run/probe-files.ts";
import type { ProbeSettings } from "../../diagnose/probe/run/probe-settings.ts";
import { type Subject, subjectOf } from "../../eval/model/subject.ts";
import { takeFreeFolder } from "../../runs/folder/free-folder.ts";
import type { CliContext } from "../context.ts";
import { chosenEngine } from "../engine-choice.ts";
import { exitStatus } from "../error-boundary.ts";
import { interruptible } from "../interrupt.ts";
import { templateChoice } from "../speak/template-choice.ts";
import { shortPath } from "../terminal/short-path.ts";
import {
	type ProbeCommandOptions,
	probeSettings,
	withProbeOptions,
} from "./probe-options.ts";
import { showProbe } from "./show-probe.ts";

/** The folder that was named, or a new one under `runs`. */
async function openFolder(
	{ out }: ProbeCommandOptions,
	{ model, adapter }: Subject,
): Promise<string> {
	if (out === undefined)
		return resolve(
			await takeFreeFolder("runs", `probe-${basename(adapter ?? model)}`),
		);
	const folder = resolve(out);
	await requireProbeFolder(folder);
	await mkdir(folder, { recursive: true }).catch((error: unknown) => {
		throw writeError(error, folder);
	});
	return folder;
}

interface Probing {
	readonly subject: Subject;
	readonly prepared: PreparedProbe;
	readonly settings: ProbeSettings;
	readonly folder: string;
}

/** The result; null if it was interrupted. */
async function follow(
	{ subject, prepared, settings, folder }: Probing,
	options: ProbeCommandOptions,
	context: CliContext,
): Promise<ProbeResult | null> {
	const { errors } = context;
	const work = async (signal: AbortSignal) => {
		const services = await context.loadServices();
		const events = services.probe(subject, prepared, settings, {
			...{ folder, signal },
			engine: await chosenEngine(options, options.run, services),
		});
		let done = 0;
		let of = 0;
		for await (const event of events) {
			// Lets Ctrl+C be heard between answers, which keep the thread.
			await nextTurn();
			switch (event.kind) {
				case "kept":
					errors.line(`${event.task}: finished earlier, its result is kept`);
					break;
				case "begin":
					done = 0;
					of = event.items;
					break;
				case "item":
					errors.status(`${event.task}: ${++done} of ${of} answers`);
					break;
				case "end":
					return event.result;
				default:
					event satisfies never;
			}
		}
		return null;
	};
	try {
		return await interruptible(context, work);
	} finally {
		errors.status(null);
	}
}

async function run(
	path: string,
	options: ProbeCommandOptions,
	context: CliContext,
): Promise<void> {
	const { terminal, errors } = context;
	const settings = probeSettings(path, options);
	const subject = await subjectOf({
		...{ run: options.run, model: options.model, adapter: options.adapter },
		template: templateChoice(options),
	});
	const prepared = await prepareProbe(settings);
	const folder = await openFolder(options, subject);
	const probing = { subject, prepared, settings, folder };
	const result = await follow(probing, options, context);
	if (result === null) {
		errors.line(
			`interrupted: finished tasks are kept; the same command with --out ${shortPath(folder)} continues`,
		);
		context.exit(exitStatus.interrupted);
		return;
	}
	if (options.json === true) terminal.line(JSON.stringify(result));
	else showProbe(result, terminal);
	// Charts take a second to load, so they are loaded where a report is made.
	const { writeProbeReport } = await import(
		"../../report/probe/write-probe-report.ts"
	);
	const { html } = await writeProbeReport(result, folder, { language: "en" });
	errors.line(`items in ${shortPath(join(folder, probeFiles.items))}`);
	errors.line(`result in ${shortPath(join(folder, probeFiles.result))}`);
	errors.line(`report in ${shortPath(html)}`);
}

export function addProbe(program: Command, context: CliContext): void {
	withProbeOptions(
		program
			.command("probe")
			.description(
				"Finds out which questions a model can answer before it is tuned, and what tuning on them would change.",
			)
			.argument("<questions>", "rows of any format, or a task file"),
	).action((path: string, options: ProbeCommandOptions) =>
		run(path, options, context),
	);
}
