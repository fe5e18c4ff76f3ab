// Makes the laboratory's world, pre-trains a model on it and puts it in models/lab or models/lab-small. Run again, it goes on where it stopped.
//   npm run lab:build [-- --size lab|lab-small] [--out FOLDER] [--steps N]
// With --steps it stops after so many steps of pre-training and installs nothing.
import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { shippedSeed } from "../../../src/lab/world.ts";
import { modelCache } from "../../../src/recipes/locate/model-folder.ts";
import { prepare, type Size, sizes } from "./prepare.ts";
import { pretrain, root } from "./pretrain.ts";

const { values } = parseArgs({
	options: {
		size: { type: "string", default: "lab" },
		out: { type: "string" },
		steps: { type: "string" },
	},
});
if (!Object.hasOwn(sizes, values.size))
	throw new Error(`--size: expected ${Object.keys(sizes).join(" or ")}`);
const size = values.size as Size;
const out = resolve(values.out ?? join(modelCache(), "..", size));
const run = join(out, "run");
const { steps } = values;
const settings =
	steps === undefined ? [] : [`length={kind: steps, count: ${steps}}`];
await pretrain(run, () => prepare(out, shippedSeed, size), settings);
if (steps === undefined) {
	const lab = join(root, "models", size);
	rmSync(lab, { recursive: true, force: true });
	cpSync(join(run, "model"), lab, { recursive: true });
	console.log(`installed in ${lab}`);
}
