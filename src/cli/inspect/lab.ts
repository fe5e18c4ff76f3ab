import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { stringify } from "yaml";
import { writeFolderAtomic } from "../../formats/write-atomic.ts";
import { jsonLines, type LabSet, labSets } from "../../lab/lab-sets.ts";
import { labTasks } from "../../lab/lab-tasks.ts";
import { makeWorld, shippedSeed, type World } from "../../lab/world.ts";
import type { CliContext } from "../context.ts";
import { seedOption } from "../options.ts";
import { shortPath } from "../terminal/short-path.ts";
import { renderTable } from "../terminal/table.ts";

/** A file of the laboratory, as `world.json` lists it. */
interface LabFile extends Pick<LabSet, "name" | "use" | "about"> {
	readonly rows: number;
	readonly sha256: string;
}

async function writeSet(
	folder: string,
	world: World,
	{ name, use, about, rows: rowsOf }: LabSet,
): Promise<LabFile> {
	const rows = rowsOf(world);
	const text = jsonLines(rows);
	const path = join(folder, `${name}.jsonl`);
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, text);
	const sha256 = createHash("sha256").update(text).digest("hex");
	return { name, use, rows: rows.length, about, sha256 };
}

/** Each as `NAME.task.yaml`, for `npx temper-lm eval` and for pilots. */
async function writeTasks(folder: string): Promise<void> {
	await mkdir(folder);
	for (const { about, ...task } of labTasks) {
		const text = `# ${about}\n${stringify({ version: 1, ...task })}`;
		await writeFile(join(folder, `${task.name}.task.yaml`), text);
	}
}

async function lab(
	folder: string,
	{ seed }: { readonly seed: number },
	{ terminal }: CliContext,
): Promise<void> {
	const world = makeWorld(seed);
	const files: LabFile[] = [];
	const target = resolve(folder);
	try {
		await writeFolderAtomic(target, async (temporary) => {
			for (const set of labSets) {
				terminal.status(`writing ${set.name}`);
				files.push(await writeSet(temporary, world, set));
			}
			await writeTasks(join(temporary, "tasks"));
			const about = { version: 1, seed, files };
			const text = JSON.stringify(about, null, 2);
			await writeFile(join(temporary, "world.json"), `${text}\n`);
		});
	} finally {
		terminal.status(null);
	}
	const columns = [
		{ title: "set" },
		{ title: "use" },
		{ title: "rows", align: "right" as const },
		{ title: "what it holds" },
	];
	const cells = files.map(({ name, use, rows, about }) => [
		name,
		use,
		String(rows),
		about,
	]);
	for (const line of renderTable(columns, cells, terminal.columns))
		terminal.line(line);
	terminal.line(
		`${labTasks.length} tasks on them: ${shortPath(join(target, "tasks"))}`,
	);
	terminal.line(`written to ${shortPath(target)}`);
}

const help = `
A small invented world of 480 people and 2,880 facts, with a record of how often, and in which
wordings, models/lab saw each fact in pre-training. The same seed writes the same bytes.

Examples:
  npx temper-lm lab world
  npx temper-lm eval world/tasks/*.task.yaml --model models/lab --no-base
  npx temper-lm lab other-world --seed 12`;

export function addLab(program: Command, context: CliContext): void {
	program
		.command("lab")
		.description("Writes the lab: a small invented world as data files.")
		.argument("<folder>", "a new folder for the files")
		.option(
			"--seed <n>",
			"which world; the model in models/lab knows the default one",
			seedOption,
			shippedSeed,
		)
		.addHelpText("after", help)
		.action((folder: string, options: { readonly seed: number }) =>
			lab(folder, options, context),
		);
}
