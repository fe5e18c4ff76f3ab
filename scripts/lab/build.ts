// Makes the laboratory's world, pre-trains its model and puts it in models/lab. Run again, it goes on where it stopped.
//   npm run lab:build [-- --out FOLDER] [--steps N]
// With --steps it stops after so many steps of pre-training and installs nothing.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { shippedSeed } from "../../src/lab/world.ts";
import { modelCache } from "../../src/recipes/model-folder.ts";
import { summariseRun } from "../../src/runs/run-summary.ts";
import { type Prepared, prepare } from "./prepare.ts";

const root = join(import.meta.dirname, "..", "..");
const { values } = parseArgs({
	options: {
		out: { type: "string", default: join(modelCache(), "..", "lab") },
		steps: { type: "string" },
	},
});
const out = resolve(values.out);
const run = join(out, "run");

function temper(...args: string[]): void {
	const cli = join(root, "src", "cli", "main.ts");
	const node = ["--conditions=source", "--import", "tsx", cli];
	const { status } = spawnSync(process.execPath, [...node, ...args], {
		stdio: "inherit",
		cwd: root,
	});
	if (status !== 0) process.exit(status ?? 1);
}

function begin({ model, train, heldOut }: Prepared): void {
	const steps =
		values.steps === undefined
			? []
			: ["--set", `length={kind: steps, count: ${values.steps}}`];
	temper(
		"train",
		join(root, "scripts", "lab", "recipe.yaml"),
		...["--model", model, "--data", train, "--out", run],
		...["--set", `data.heldOut={kind: file, path: ${heldOut}}`],
		...steps,
	);
}

if (!existsSync(join(run, "recipe.json")))
	begin(await prepare(out, shippedSeed));
else if ((await summariseRun(run)).state !== "finished")
	temper("runs", "resume", run);
if (values.steps === undefined) {
	const lab = join(root, "models", "lab");
	rmSync(lab, { recursive: true, force: true });
	cpSync(join(run, "model"), lab, { recursive: true });
	console.log(`installed in ${lab}`);
}
