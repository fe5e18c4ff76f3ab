import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, inject, test } from "vitest";
import {
	killProcesses,
	processTree,
} from "../../src/engine/torch/process-tree.ts";
import { openSafetensors } from "../../src/formats/safetensors/safetensors.ts";
import { readTensor } from "../../src/formats/safetensors/tensor-data.ts";
import { readEvents } from "../../src/runs/event-log.ts";
import type { RunEvent } from "../../src/runs/events.ts";
import { eventsPath } from "../../src/runs/folder/run-manifest.ts";
import { eventsOf } from "../training/run-recipe.ts";
import { shortRecipe } from "../training/short-recipe.ts";
import { tinyFolder } from "../training/tiny-folder.ts";
import { trainByCommand } from "./command-runs.ts";

const python = inject("python");
const folder = tinyFolder();

const steps = 12;

const recipe = (name: string) => ({
	...shortRecipe(folder, "sft", "lora"),
	...{ model: join(folder, "model"), out: join(folder, name) },
	// So few tokens that every step has micro-batches for both.
	batch: { rows: 6, tokens: 24 },
	precision: "float32",
	device: { kind: "cpu", threads: 1 },
	length: { kind: "steps", count: steps },
	save: { every: 2 },
});

/**
 * An engine of two machines with a process each. Both machines are this one: each has a torchrun of its own, and they meet and
 * speak over TCP. `starts` is a file with a line for each start: the address of the command, and the number of the second
 * machine's torchrun.
 */
function twoMachines(name: string): {
	readonly engine: string;
	readonly starts: string;
} {
	const script = join(folder, `${name}.sh`);
	const starts = join(folder, `${name}.txt`);
	writeFileSync(
		script,
		`"$@" &
"$@" &
echo "$TEMPER_ADDRESS $!" >>${starts}
wait
`,
	);
	const launch = `sh ${script} {command}`;
	const engine = { kind: "torch", nodes: 2, gpus: 1, launch };
	return { engine: `engine=${JSON.stringify(engine)}`, starts };
}

const linesOf = (path: string) => readFileSync(path, "utf8").trim().split("\n");

const adapterPath = (name: string) =>
	join(folder, name, "adapter", "adapter_model.safetensors");

async function adapterOf(name: string): Promise<number[]> {
	const { tensors } = await openSafetensors(adapterPath(name));
	const values = await Promise.all([...tensors.values()].map(readTensor));
	return values.flatMap((data) => [...data]);
}

/** Loss and gradient norm of each step. */
const numbersOf = (events: readonly RunEvent[]) =>
	eventsOf(events, "step").flatMap(({ loss, gradNorm }) => [loss, gradNorm]);

function largestGap(a: readonly number[], b: readonly number[]): number {
	expect(a).toHaveLength(b.length);
	return Math.max(...a.map((x, i) => Math.abs(x - (b[i] as number))));
}

describe.skipIf(python === null || process.platform !== "linux")(
	"a training on two machines",
	() => {
		test("gives the numbers of one process, over TCP", async () => {
			const one = await trainByCommand(recipe("one"), ["engine=torch"]);
			const { engine, starts } = twoMachines("launch");
			const two = await trainByCommand(recipe("two"), [engine]);
			const [start] = eventsOf(two, "start");
			expect(start?.engine).toMatchObject({ processes: 2 });
			expect(linesOf(starts)).toEqual([expect.stringMatching(/^tcp:/)]);
			expect(two.map(({ kind }) => kind)).toEqual(one.map(({ kind }) => kind));
			expect(numbersOf(two)).toHaveLength(2 * steps);
			const gaps = {
				numbers: largestGap(numbersOf(one), numbersOf(two)),
				weights: largestGap(await adapterOf("one"), await adapterOf("two")),
			};
			console.log(gaps);
			expect(gaps.numbers).toBeLessThan(1e-5);
			expect(gaps.weights).toBeLessThan(1e-5);
		});

		test("goes on from its last checkpoint when a machine dies, and ends in the same bytes", async () => {
			const { engine, starts } = twoMachines("dies");
			const given = recipe("died");
			let ended = false;
			const run = trainByCommand(given, [engine]).finally(() => {
				ended = true;
			});
			const done = async () => {
				const events = await readEvents(eventsPath(given.out)).catch(() => []);
				return eventsOf(events, "step").length;
			};
			while (!ended && (await done()) < 5) await wait(20);
			const [first = ""] = linesOf(starts);
			killProcesses(processTree(Number(first.split(" ")[1])));
			const events = await run;
			expect(linesOf(starts)).toHaveLength(2);
			expect(numbersOf(events)).toHaveLength(2 * steps);
			expect(readFileSync(adapterPath("died"))).toEqual(
				readFileSync(adapterPath("two")),
			);
		});
	},
);
