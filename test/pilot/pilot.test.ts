import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { RandomStream } from "../../src/core/random.ts";
import {
	journalOf,
	resultOf,
	runCli,
	runPilot,
	timeless,
} from "./run-pilot.ts";
import { type TinyPilot, writeTinyPilot } from "./tiny-pilot.ts";

const timeout = 900_000;
const pilots: TinyPilot[] = [];
const make: typeof writeTinyPilot = (settings, target) => {
	const made = writeTinyPilot(settings, target);
	pilots.push(made);
	return made;
};

/** What the workers of a pilot share, by the process that owns it. */
function sharedBy(pids: ReadonlySet<number | undefined>): string[] {
	return readdirSync(tmpdir()).filter((name) =>
		pids.has(Number(/^temper-workers-(\d+)-/.exec(name)?.[1])),
	);
}

/** Notes the files that workers share while a pilot runs. */
function watchShared(child: ChildProcess, seen: Set<string>): void {
	const timer = setInterval(() => {
		for (const folder of sharedBy(new Set([child.pid])))
			try {
				for (const name of readdirSync(join(tmpdir(), folder))) seen.add(name);
			} catch {
				// It was removed in between.
			}
	}, 50);
	child.on("exit", () => clearInterval(timer));
}

let whole: TinyPilot;
let wholePid: number | undefined;
const shared = new Set<string>();
/** Milliseconds that it takes. */
let life = 0;
beforeAll(async () => {
	whole = make();
	const began = performance.now();
	const { status, output } = await runPilot(whole, (child) => {
		wholePid = child.pid;
		watchShared(child, shared);
	});
	life = performance.now() - began;
	expect(output).toContain("report: ");
	expect(status).toBe(0);
}, timeout);
afterAll(async () => {
	for (const { folder } of pilots)
		await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

test("a pilot ends with a result, a report, and runs that stand on their own", () => {
	const result = resultOf(whole);
	expect(result.arms.map(({ name }) => name)).toEqual(["sft", "minor-sft"]);
	for (const { runs, values, tried } of result.arms) {
		expect(tried.map(({ learningRate }) => learningRate)).toEqual([1e-3, 3e-3]);
		expect(runs.filter(({ state }) => state === "finished")).toHaveLength(2);
		expect(values["general KL"]?.value).toBeGreaterThan(0);
		for (const { run, curve } of runs) {
			expect(curve.length).toBeGreaterThan(1);
			expect(existsSync(join(whole.out, run, "manifest.json"))).toBe(true);
		}
	}
	expect(result.axes.map(({ name, role }) => `${name}: ${role}`)).toEqual([
		"ship: target",
		"facts: retention",
		"general: retention",
		"general KL: deviation",
	]);
	expect(result.samples.length).toBeGreaterThan(0);
	expect(readFileSync(join(whole.out, "report.html"), "utf8")).toContain("sft");
});

test("every job ran once", () => {
	const journal = journalOf(whole);
	const started = journal.flatMap((entry) =>
		entry.kind === "job-started" ? [entry.id] : [],
	);
	expect(new Set(started).size).toBe(started.length);
	expect(started).toHaveLength(1 + 2 * 2 + 2 * 2);
});

test("workers share scores of the base in a folder that the pilot removes", () => {
	const whole = [...shared].filter((name) =>
		/^scores-[0-9a-f]{64}$/.test(name),
	);
	expect(whole.length).toBeGreaterThan(0);
	expect(sharedBy(new Set([wholePid]))).toEqual([]);
});

/** Of each job that was finished: not begun again after it was. */
function expectNothingRepeated(pilot: TinyPilot): void {
	const finished = new Set<string>();
	for (const entry of journalOf(pilot)) {
		if (entry.kind === "job-finished") finished.add(entry.id);
		if (entry.kind === "job-started")
			expect(finished.has(entry.id), entry.id).toBe(false);
	}
}

test("killed at any instant, again and again, it goes on without repeating and ends the same", {
	timeout,
}, async () => {
	const stream = new RandomStream(2026, "pilot");
	const kills = 12;
	const pilot = make();
	let killed = 0;
	const pids = new Set<number | undefined>();
	for (;;) {
		const after = stream.uniform() * life * 0.4;
		const { status, output } = await runPilot(pilot, (child) => {
			pids.add(child.pid);
			if (killed >= kills) return;
			const timer = setTimeout(() => child.kill("SIGKILL"), after);
			child.on("exit", () => clearTimeout(timer));
		});
		expectNothingRepeated(pilot);
		if (status === null) {
			killed++;
			continue;
		}
		expect({ status, output }).toMatchObject({ status: 0 });
		break;
	}
	expect(killed).toBeGreaterThan(2);
	expect(sharedBy(pids)).toEqual([]);
	const paths = (result: unknown) =>
		JSON.stringify(result).replaceAll(pilot.folder, whole.folder);
	expect(JSON.parse(paths(timeless(resultOf(pilot))))).toEqual(
		timeless(resultOf(whole)),
	);
});

test("one worker that does every job, with what it kept from the others, makes the same weights and results", {
	timeout,
}, async () => {
	const pilot = make();
	const { status } = await runPilot(pilot, undefined, ["--parallel", "1"]);
	expect(status).toBe(0);
	const text = JSON.stringify(timeless(resultOf(pilot)));
	expect(JSON.parse(text.replaceAll(pilot.folder, whole.folder))).toEqual(
		timeless(resultOf(whole)),
	);
	const runs = resultOf(whole).arms.flatMap((arm) =>
		arm.runs.filter(({ state }) => state === "finished"),
	);
	expect(runs).toHaveLength(4);
	for (const { run } of runs) {
		const [one, other] = [pilot, whole].map(({ out }) =>
			readFileSync(join(out, run, "adapter/adapter_model.safetensors")),
		);
		expect(one?.equals(other as Buffer), run).toBe(true);
	}
});

test("a worker that is killed is reported, and its job retried", {
	timeout,
}, async () => {
	const pilot = make({ arms: ["sft"], seeds: 1, learningRates: [1e-3] });
	let done = false;
	const { status, output } = await runPilot(pilot, (parent) => {
		const poll = setInterval(() => {
			const path = `/proc/${parent.pid}/task/${parent.pid}/children`;
			if (done || !existsSync(path)) return;
			const [child] = readFileSync(path, "utf8").trim().split(" ");
			if (!child || !existsSync(join(pilot.out, "runs"))) return;
			done = true;
			process.kill(Number(child), "SIGKILL");
		}, 20);
		parent.on("exit", () => clearInterval(poll));
	});
	expect(status).toBe(0);
	if (!existsSync("/proc/self/task")) return;
	expect(output).toMatch(
		/failed, and\s+will\s+be\s+retried:\s+the process was ended by SIGKILL,\s+for\s+example\s+because\s+memory\s+ran\s+out/,
	);
	expectNothingRepeated(pilot);
});

test("Ctrl+C stops the runs with checkpoints and says how to go on", {
	timeout,
}, async () => {
	const pilot = make({ budget: { steps: 400 }, arms: ["sft"], seeds: 1 });
	const { status, output } = await runPilot(pilot, (child) => {
		const poll = setInterval(() => {
			const begun = journalOf(pilot).some(
				(entry) => entry.kind === "job-finished",
			);
			if (!begun) return;
			clearInterval(poll);
			setTimeout(() => child.kill("SIGINT"), 2000);
		}, 50);
		child.on("exit", () => clearInterval(poll));
	});
	expect(status).toBe(130);
	expect(output).toContain(
		`stopped; to continue: npx temper-lm pilot ${pilot.file}`,
	);
	expect(existsSync(join(pilot.out, "lock"))).toBe(false);
	const entry = join(pilot.out, "runs/sft/lr-0.001/seed-0");
	expect(existsSync(join(entry, "lock"))).toBe(false);
	expect(readFileSync(join(entry, "events.jsonl"), "utf8")).toContain(
		'"reason":"interrupted"',
	);
});

test("two pilots in one folder refuse each other", { timeout }, async () => {
	const pilot = make();
	let second: ReturnType<typeof runPilot> | null = null;
	const first = await runPilot(pilot, (child) => {
		const poll = setInterval(() => {
			if (journalOf(pilot).length < 2) return;
			clearInterval(poll);
			second = runPilot(pilot).finally(() => child.kill("SIGINT"));
		}, 20);
		child.on("exit", () => clearInterval(poll));
	});
	expect(first.status).toBe(130);
	const refused = await (second as unknown as ReturnType<typeof runPilot>);
	expect(refused.status).toBe(2);
	expect(refused.output).toMatch(
		/expected a folder that no other process is writing to, found process \d+ on /,
	);
});

const program = `
let left = "";
process.stdin.on("data", (bytes) => {
	left += bytes;
	const lines = left.split("\\n");
	left = lines.pop();
	for (const line of lines) {
		const n = JSON.parse(line).prompt.length % 4;
		if (n === 1) console.log("rubbish");
		else if (n === 2) continue;
		else if (n === 3) process.exit(3);
		else console.log("1");
	}
});`;

test("a scorer that prints rubbish, hangs, dies or throws is told of row by row and stops nothing", {
	timeout,
}, async () => {
	const pilot = make(
		{ arms: ["sft"], seeds: 1, learningRates: [1e-3] },
		{
			scorer: { kind: "command", run: ["node", "bad.mjs"], timeLimit: 3 },
		},
	);
	writeFileSync(join(pilot.folder, "bad.mjs"), program);
	writeFileSync(
		join(pilot.folder, "throws.mjs"),
		'export default () => { throw new Error("no idea"); };',
	);
	const facts = join(pilot.folder, "facts.yaml");
	const scorer = { kind: "module", path: "throws.mjs", export: "default" };
	const task = parse(readFileSync(facts, "utf8")) as object;
	writeFileSync(facts, stringify({ ...task, scorer }));
	const { status, output } = await runPilot(pilot);
	expect({ status, output }).toMatchObject({ status: 0 });
	const measured = JSON.parse(
		readFileSync(
			join(pilot.out, "measures/sft/lr-0.001/seed-0/test.json"),
			"utf8",
		),
	) as {
		tasks: {
			name: string;
			items: { score: number | null; reason: string | null }[];
		}[];
	};
	const itemsOf = (task: string) =>
		measured.tasks.find(({ name }) => name === task)?.items ?? [];
	const ship = itemsOf("ship");
	expect(ship.filter(({ score }) => score === 1).length).toBeGreaterThan(0);
	const reasons = ship.map(({ reason }) => reason).join("\n");
	expect(reasons).toContain('found "rubbish"');
	expect(reasons).toContain("it said nothing within 3 s");
	expect(reasons).toContain("it ended (3)");
	for (const { score, reason } of itemsOf("facts")) {
		expect(score).toBeNull();
		expect(reason).toContain("found the error no idea");
	}
	expect(output).toMatch(/answers? could not be scored: rows-\w+\.jsonl:\d+: /);
	expect(resultOf(pilot).axes[0]?.name).toBe("ship");
});

test("the gate exits with 3 and 0, and says on what that rests", {
	timeout,
}, async () => {
	const run = join(whole.out, "runs/sft/lr-0.003/seed-0");
	const other = join(whole.out, "runs/sft/lr-0.001/seed-0");
	const made = existsSync(join(run, "adapter")) ? run : other;
	const evidence = join(whole.folder, "evidence.json");
	const tasks = ["ship", "facts"].map((name) =>
		join(whole.folder, `${name}.yaml`),
	);
	const gate = (...more: string[]) =>
		runCli([
			"gate",
			made,
			"--tasks",
			...tasks,
			"--evidence",
			evidence,
			...more,
		]);
	const closed = await gate();
	expect(closed.status).toBe(3);
	expect(closed.output).toContain("Do not ship:");
	const open = await gate("--margin", "-1", "--tolerance", "1");
	expect(open.status).toBe(0);
	const found = JSON.parse(readFileSync(evidence, "utf8")) as {
		verdict: { ship: boolean };
		run: { recipeHash: string; inputs: unknown[]; model: unknown[] };
		sentences: string[];
	};
	expect(found.verdict.ship).toBe(true);
	expect(found.run.recipeHash).toMatch(/^[0-9a-f]{64}$/);
	expect(found.run.inputs.length).toBeGreaterThan(1);
	expect(found.sentences).toHaveLength(4);
	const nothing = await runCli(["gate", made, "--tasks", tasks[1] ?? ""]);
	expect(nothing.status).toBe(2);
	expect(nothing.output).toContain("at least one task with axis: target");
});

test("the recipe of the best arm, where there is one, is one that npx temper-lm train takes", {
	timeout,
}, async () => {
	const recipe = join(whole.out, "recipe.yaml");
	expect(existsSync(recipe)).toBe(resultOf(whole).recipe !== null);
	if (!existsSync(recipe)) return;
	const { status } = await runCli(["train", recipe, "--dry-run"]);
	expect(status).toBe(0);
});
