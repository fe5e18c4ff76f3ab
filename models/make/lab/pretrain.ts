import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { summariseRun } from "../../../src/runs/run-summary.ts";
import type { Prepared } from "./prepare.ts";

export const root = join(import.meta.dirname, "..", "..", "..");

function temper(...args: string[]): void {
	const cli = join(root, "src", "cli", "main.ts");
	const node = ["--conditions=source", "--import", "tsx", cli];
	const { status } = spawnSync(process.execPath, [...node, ...args], {
		stdio: "inherit",
		cwd: root,
	});
	if (status !== 0) process.exit(status ?? 1);
}

/** Pre-trains by recipe.yaml with some settings changed, into `run`; goes on where an earlier call stopped. */
export async function pretrain(
	run: string,
	prepared: () => Promise<Prepared>,
	settings: readonly string[],
): Promise<void> {
	if (existsSync(join(run, "recipe.json"))) {
		const { state } = await summariseRun(run);
		if (state !== "finished") temper("runs", "resume", run);
		return;
	}
	const { model, train, heldOut } = await prepared();
	temper(
		"train",
		join(root, "models", "make", "lab", "recipe.yaml"),
		...["--model", model, "--data", train, "--out", run],
		...["--set", `data.heldOut={kind: file, path: ${heldOut}}`],
		...settings.flatMap((setting) => ["--set", setting]),
	);
}
