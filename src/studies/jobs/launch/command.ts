import { TemperError } from "../../../core/error.ts";
import type { LauncherSpec } from "../../../recipes/schemas/launcher-schema.ts";
import type { Launcher, LaunchJob, LaunchState } from "./launcher.ts";
import { type ProgramEnd, runProgram, shellWord } from "./run-program.ts";

type CommandSpec = Pick<
	Extract<LauncherSpec, { kind: "command" }>,
	"start" | "status" | "stop" | "states"
>;

const hint =
	"The commands start, status and stop of the launcher are lines for sh.";

/** In the order in which they are tried. */
const words = [
	"done",
	"failed",
	"lost",
	"running",
	"suspended",
	"waiting",
] as const;
type StateWord = (typeof words)[number];

/**
 * Starts jobs with commands of the user's. Placeholders are filled in as single words of the shell: `{name}`, `{folder}` and `{command}` in all
 * three; `{id}`, which is what `start` printed last, or else the name, in `status` and `stop`.
 */
export function commandLauncher(spec: CommandSpec): Launcher {
	const jobs = new Map<string, LaunchJob>();
	const fill = (template: string, id: string) => {
		const job = jobs.get(id);
		const values: Readonly<Record<string, string | undefined>> = { ...job, id };
		return template.replaceAll(/\{(name|folder|command|id)\}/g, (_, key) =>
			shellWord(values[key] ?? ""),
		);
	};
	const run = (template: string, id: string) =>
		runProgram("sh", ["-c", fill(template, id)], hint);
	return {
		name: "the launcher's command",
		async submit(job) {
			jobs.set(job.name, job);
			const end = await run(spec.start, job.name);
			if (end.status !== 0) throw refused("start", "status 0", end);
			const printed = end.output.trim().split("\n").at(-1)?.trim() ?? "";
			const id = printed === "" ? job.name : printed;
			jobs.set(id, job);
			return id;
		},
		async state(id) {
			const end = await run(spec.status, id);
			const word = end.status === 0 ? wordOf(end.output, spec) : null;
			if (word === null)
				throw refused("status", `one of ${words.join(", ")}`, end);
			return stateOf(word);
		},
		async stop(id) {
			await run(spec.stop, id);
		},
	};
}

/** The state whose pattern fits what `status` printed; null if none does. */
function wordOf(output: string, { states }: CommandSpec): StateWord | null {
	const text = output.trim();
	const fits = (word: StateWord) =>
		new RegExp(`^(?:${states[word] ?? word})$`, "is").test(text);
	return words.find(fits) ?? null;
}

function stateOf(word: StateWord): LaunchState {
	switch (word) {
		case "waiting":
		case "running":
		case "suspended":
			return { kind: word };
		case "done":
		case "failed":
			return { kind: "ended", lost: false, reason: null };
		case "lost":
			return { kind: "ended", lost: true, reason: null };
		default:
			return word satisfies never;
	}
}

function refused(
	which: string,
	expected: string,
	{ status, output, errors }: ProgramEnd,
): TemperError {
	const said = (output.trim() || errors.trim()).slice(-200);
	return new TemperError("device", {
		where: `launcher.${which}`,
		expected,
		found: `status ${status}${said === "" ? "" : `: ${said}`}`,
	});
}
