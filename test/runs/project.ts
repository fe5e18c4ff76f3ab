import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtCli } from "../fixtures/built-cli.ts";
import { writeChatRows, writeRandomLlama } from "../fixtures/random-llama.ts";

export interface Ended {
	readonly status: number | null;
	readonly output: string;
}

/** Runs the compiled command line as a process of its own, with a cache of its own. */
export function temper(
	cwd: string,
	args: readonly string[],
	watch: (output: string, stop: () => void) => void = () => {},
): Promise<Ended> {
	const child = spawn(process.execPath, [builtCli(), ...args], {
		cwd,
		env: { ...process.env, XDG_CACHE_HOME: join(cwd, ".cache") },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (bytes: Buffer) => {
			output += bytes.toString();
			watch(output, () => child.kill("SIGINT"));
		});
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (status) => resolve({ status, output }));
	});
}

/** A folder with a model in `toy/`, 24 rows, and a recipe of four steps whose paths are relative. */
export async function writeProject(
	changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
	const project = join(mkdtempSync(join(tmpdir(), "temper-project-")), "here");
	mkdirSync(join(project, "toy"), { recursive: true });
	await writeRandomLlama(join(project, "toy"));
	writeChatRows(join(project, "rows.jsonl"), 24, (i) => 3 + (i % 5));
	writeFileSync(
		join(project, "recipe.yaml"),
		JSON.stringify({
			model: "toy",
			data: { train: "rows.jsonl", heldOut: "none", general: null },
			device: { kind: "cpu", threads: 1 },
			batch: { rows: 4, tokens: 96 },
			length: { kind: "steps", count: 4 },
			evaluate: "never",
			save: { every: 2 },
			...changes,
		}),
	);
	return project;
}
