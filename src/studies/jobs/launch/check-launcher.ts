import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { TemperError } from "../../../core/error.ts";
import type { Attempt } from "./attempt.ts";
import {
	exchangeFiles as files,
	type ProbeFile,
	type WorkerWord,
} from "./exchange.ts";
import type { Launcher } from "./launcher.ts";
import { clockAhead, requireLinks } from "./probe-folder.ts";
import { refuseVersions } from "./versions.ts";

export interface CheckOptions {
	readonly launcher: Launcher;
	/** The study's folder. */
	readonly study: string;
	readonly signal: AbortSignal | null;
}

/** Milliseconds that the clocks of two machines may differ: a quarter of a lease. */
const clockTolerance = 15_000;

const sharedFolder =
	"The study's folder must be on storage that all machines mount at the same path, and that has atomic renames and hard links.";

/**
 * Runs a job that computes nothing: it tries the storage on another machine and writes a file there, which must be seen here. Throws `device`
 * with what is wrong; nothing was trained then.
 */
export async function probeLauncher(
	{ attempt, folder }: { readonly attempt: Attempt; readonly folder: string },
	{ launcher, study, signal }: CheckOptions,
): Promise<void> {
	await requireLinks(study).catch((error: Error) => {
		throw refusal(study, "storage with hard links", error.message);
	});
	const stop = () => void attempt.stop();
	signal?.addEventListener("abort", stop);
	let host: string | null = null;
	const hear = (word: WorkerWord) => {
		if (word.kind === "begun") ({ host } = word);
	};
	const running = attempt.run({ kind: "probe" }, hear);
	let found: ProbeFile | null = null;
	let ended: string | null = null;
	void running.then(
		(end) => {
			ended = end.kind === "failed" ? end.reason : "it wrote no file";
		},
		(error: Error) => {
			ended = error.message;
		},
	);
	try {
		const isOver = () =>
			ended !== null || attempt.refusal !== null || signal?.aborted === true;
		while (found === null && !isOver()) {
			await wait(100);
			found = await readProbe(folder);
		}
	} finally {
		signal?.removeEventListener("abort", stop);
		await attempt.kill();
		await running.catch(() => {});
	}
	if (signal?.aborted === true) return;
	if (attempt.refusal !== null) throw attempt.refusal;
	if (found === null) {
		const where = host === null ? launcher.name : `${launcher.name}, ${host}`;
		throw refusal(
			where,
			`a probe job that writes to ${study}`,
			`${ended ?? "no answer"}`,
		);
	}
	await checkFound(found, launcher.name, folder);
}

async function checkFound(
	found: ProbeFile,
	launcher: string,
	folder: string,
): Promise<void> {
	const versions = refuseVersions(found, launcher);
	if (versions !== null) {
		const [where = "", rest = ""] = split(versions, ": expected ");
		const [expected = "", other = ""] = split(rest, ", found ");
		throw new TemperError("device", {
			...{ where, expected, found: other },
			hint: "Install the same versions on all machines, or set node and package of the launcher.",
		});
	}
	const apart = Math.abs(found.ahead - (await clockAhead(folder)));
	if (apart > clockTolerance)
		throw new TemperError("device", {
			where: `${launcher}, machine ${found.host}`,
			expected: `a clock within ${clockTolerance / 1000} s of that of ${hostname()}`,
			found: `${Math.round(apart / 1000)} s of difference`,
			hint: "Set the clocks of the machines by NTP: locks and checkpoints depend on the age of files.",
		});
}

function split(text: string, by: string): [string, string] {
	const at = text.indexOf(by);
	return [text.slice(0, at), text.slice(at + by.length)];
}

async function readProbe(folder: string): Promise<ProbeFile | null> {
	const text = await readFile(join(folder, files.probe), "utf8").catch(
		() => null,
	);
	return text === null ? null : (JSON.parse(text) as ProbeFile);
}

function refusal(where: string, expected: string, found: string): TemperError {
	return new TemperError("device", {
		...{ where, expected, found: found.replace(/\.$/, ""), hint: sharedFolder },
	});
}
