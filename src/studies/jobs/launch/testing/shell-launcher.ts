import { parseLauncher } from "../../../../recipes/launcher.ts";
import type { LauncherSpec } from "../../../../recipes/schemas/launcher-schema.ts";

/** Times of an exchange for tests. */
export const quick = { look: 50, every: 100, ends: 12_000, ask: 100 };

/** A cluster that is this machine: jobs are processes, whose ids are numbers of processes. */
export function shellLauncher(
	more: Readonly<Record<string, unknown>> = {},
): LauncherSpec {
	return parseLauncher({
		...{ kind: "command", seats: 2 },
		start: "sh -c {command} </dev/null >/dev/null 2>&1 & echo $!",
		status: "kill -0 {id} 2>/dev/null && echo running || echo done",
		stop: "kill {id} 2>/dev/null",
		...more,
	});
}
