import { join } from "node:path";
import type { LauncherSpec } from "../../../recipes/schemas/launcher-schema.ts";
import type { Crew } from "../crew.ts";
import { processCrew } from "../local/process-crew.ts";
import { workerArguments } from "../worker-arguments.ts";
import { commandLauncher } from "./command.ts";
import { type ExchangeTimes, exchangeFiles } from "./exchange.ts";
import { FileCrew } from "./file-crew.ts";
import type { Launcher } from "./launcher.ts";
import { rayLauncher } from "./ray.ts";
import { shellWord } from "./run-program.ts";
import { slurmLauncher } from "./slurm.ts";

type Remote = Exclude<LauncherSpec, { kind: "local" }>;

/** The crew that a study's launcher describes: processes of this machine, or workers on a cluster. */
export function crewOf(spec: LauncherSpec, times?: ExchangeTimes): Crew {
	if (spec.kind === "local") return processCrew;
	return new FileCrew({
		...{ launcher: launcherOf(spec), seats: spec.seats },
		command: (folder) => workerCommand(spec, folder),
		...(times !== undefined && { times }),
	});
}

function launcherOf(spec: Remote): Launcher {
	switch (spec.kind) {
		case "ray":
			return rayLauncher(spec);
		case "slurm":
			return slurmLauncher(spec);
		case "command":
			return commandLauncher(spec);
		default:
			return spec satisfies never;
	}
}

/** The line for `sh` that replaces the shell with a worker for an attempt's folder. */
function workerCommand(spec: Remote, folder: string): string {
	const { workdir = process.cwd(), node = process.execPath, env } = spec;
	const worker =
		spec.package === undefined
			? workerArguments()
			: [join(spec.package, "dist", "studies", "jobs", "worker.js")];
	const variables = Object.entries(env).map(
		([key, value]) => `${key}=${value}`,
	);
	const words = ["env", ...variables, node, ...worker, folder];
	const output = shellWord(join(folder, exchangeFiles.output));
	// A folder that is missing on the machine is to be named in the output, too.
	return `exec >>${output} 2>&1; cd -- ${shellWord(workdir)} && exec ${words.map(shellWord).join(" ")}`;
}
