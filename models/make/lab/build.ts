// Makes the laboratory's world, pre-trains its model and puts it in models/lab. Run again, it goes on where it stopped.
//   npm run lab:build [-- --out FOLDER] [--steps N]
// With --steps it stops after so many steps of pre-training and installs nothing.
import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { shippedSeed } from "../../../src/lab/world.ts";
import { modelCache } from "../../../src/recipes/locate/model-folder.ts";
import { prepare } from "./prepare.ts";
import { pretrain, root } from "./pretrain.ts";

const { values } = parseArgs({
	options: {
		out: { type: "string", default: join(modelCache(), "..", "lab") },
		steps: { type: "string" },
	},
});
const out = resolve(values.out);
const run = join(out, "run");
const { steps } = values;
const settings =
	steps === undefined ? [] : [`length={kind: steps, count: ${steps}}`];
await pretrain(run, () => prepare(out, shippedSeed), settings);
if (steps === undefined) {
	const lab = join(root, "models", "lab");
	rmSync(lab, { recursive: true, force: true });
	cpSync(join(run, "model"), lab, { recursive: true });
	console.log(`installed in ${lab}`);
}
