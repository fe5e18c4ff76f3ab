import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** What may be killed of a run. */
export type Target = "driver" | "torchrun" | "rank 0" | "rank 1";

export interface RunProcess {
	readonly pid: number;
	readonly what: Target | "another";
}

/** The variable by whose value the processes of a run are found, whoever their parents are. */
const variable = "KILLS_RUN";

export function markOf(run: string): Readonly<Record<string, string>> {
	return { [variable]: run };
}

function read(pid: string, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "utf8");
	} catch {
		return "";
	}
}

function whatIs(variables: readonly string[], command: string) {
	if (command.includes("temper_torch.worker"))
		for (const rank of [0, 1] as const)
			if (variables.includes(`RANK=${rank}`)) return `rank ${rank}` as const;
	if (command.includes("torch.distributed.run")) return "torchrun";
	return command.includes("cli/main.js") ? "driver" : "another";
}

/** The processes of a run that are alive. */
export function processesOf(run: string): RunProcess[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => {
			const variables = read(pid, "environ").split("\0");
			if (!variables.includes(`${variable}=${run}`)) return [];
			const what = whatIs(variables, read(pid, "cmdline"));
			return [{ pid: Number(pid), what }];
		});
}

/** Waits until no process of a run is alive; those that are left after so many seconds. */
export async function survivors(
	run: string,
	seconds: number,
): Promise<RunProcess[]> {
	for (let waited = 0; ; waited += 0.2) {
		const left = processesOf(run);
		if (left.length === 0 || waited > seconds) return left;
		await pause(200);
	}
}
