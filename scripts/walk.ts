// How far a reader has to walk: which files of src/ run in one training step, for one question of an evaluation or for one
// job of a pilot's arm, and how deep the stack is when the runtime is asked. docs/architecture.md has the figures.
//   npx tsx --conditions=source scripts/walk.ts step
//   npx tsx --conditions=source scripts/walk.ts step-dpo
//   npx tsx --conditions=source scripts/walk.ts question
//   npx tsx --conditions=source scripts/walk.ts arm
// A file counts if one of its functions runs in that time. Files that only declare types do not count; nor does what runs
// once per run: preparing the data, building and lowering graphs, opening sessions, reading a task.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Walk, Walker } from "./walk/walk.ts";

type Walks = Readonly<Record<string, Walk>>;

const scenarios: Readonly<
	Record<string, (walker: Walker, folder: string) => Promise<Walks>>
> = {
	step: async (...given) =>
		(await import("./walk/step.ts")).walkStep(...given, "sft"),
	"step-dpo": async (...given) =>
		(await import("./walk/step.ts")).walkStep(...given, "dpo"),
	question: async (...given) =>
		(await import("./walk/question.ts")).walkQuestion(...given),
	arm: async (walker) => (await import("./walk/arm.ts")).walkArm(walker),
};
const walk = scenarios[process.argv[2] ?? ""];
if (walk === undefined) {
	console.error(`usage: walk.ts ${Object.keys(scenarios).join(" | ")}`);
	process.exit(2);
}
const walker = new Walker();
const folder = await mkdtemp(join(tmpdir(), "temper-walk-"));
process.env.XDG_CACHE_HOME = join(folder, "cache");
try {
	for (const [title, { files, stack }] of Object.entries(
		await walk(walker, folder),
	)) {
		console.log(`${title}: ${files.length} files`);
		for (const file of files) console.log(`  ${file}`);
		if (stack.length > 0) console.log(`stack: ${stack.length} functions`);
		for (const frame of stack) console.log(`  ${frame}`);
	}
} finally {
	await rm(folder, { recursive: true, force: true });
}
process.exit(0);
