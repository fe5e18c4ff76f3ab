import {
	cpSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import {
	journalOf,
	resultOf,
	runCli,
	runPilot,
	timeless,
} from "./run-pilot.ts";
import { writeTinyPilot } from "./tiny-pilot.ts";

const timeout = 900_000;

/** A tiny pilot whose model and rows lie in its own folder, named by relative paths. */
function ownPilot() {
	const pilot = writeTinyPilot();
	cpSync("models/toy", join(pilot.folder, "toy"), { recursive: true });
	cpSync("examples/rows.jsonl", join(pilot.folder, "rows.jsonl"));
	const written = parse(readFileSync(pilot.file, "utf8"));
	const data = { ...written.data, train: "rows.jsonl" };
	writeFileSync(pilot.file, stringify({ ...written, model: "toy", data }));
	const task = join(pilot.folder, "ship.yaml");
	const ship = parse(readFileSync(task, "utf8"));
	writeFileSync(task, stringify({ ...ship, rows: "rows.jsonl" }));
	return pilot;
}

test("a pilot that was stopped and renamed goes on, repeats nothing, and leaves no checkpoints", {
	timeout,
}, async () => {
	const whole = ownPilot();
	expect(await runPilot(whole)).toMatchObject({ status: 0 });
	const pilot = ownPilot();
	const stopped = await runPilot(pilot, (child) => {
		const poll = setInterval(() => {
			const done = journalOf(pilot).filter(
				({ kind }) => kind === "job-finished",
			);
			if (done.length < 3) return;
			clearInterval(poll);
			child.kill("SIGINT");
		}, 20);
		child.on("exit", () => clearInterval(poll));
	});
	expect(stopped).toMatchObject({ status: 130 });
	const before = journalOf(pilot).length;
	const folder = join(dirname(pilot.folder), "renamed", "deeper");
	await rm(dirname(folder), { recursive: true, force: true, maxRetries: 10 });
	cpSync(pilot.folder, folder, { recursive: true });
	renameSync(pilot.folder, `${pilot.folder}-gone`);
	const moved = {
		file: join(folder, "tiny.yaml"),
		folder,
		out: join(folder, "out"),
	};
	const ended = await runPilot(moved);
	expect(ended).toMatchObject({ status: 0 });
	const journal = journalOf(moved);
	const finished = journal
		.slice(0, before)
		.flatMap((entry) => (entry.kind === "job-finished" ? [entry.id] : []));
	const again = journal
		.slice(before)
		.flatMap((entry) => (entry.kind === "job-started" ? [entry.id] : []));
	expect(finished.filter((id) => again.includes(id))).toEqual([]);
	const alike = (text: unknown, path: string) =>
		JSON.parse(JSON.stringify(text).replaceAll(path, "FOLDER"));
	expect(alike(timeless(resultOf(moved)), moved.folder)).toEqual(
		alike(timeless(resultOf(whole)), whole.folder),
	);
	for (const { out } of [whole, moved]) {
		const files = readdirSync(join(out, "runs"), {
			recursive: true,
		}) as string[];
		expect(files.filter((path) => /checkpoints/.test(path))).toEqual([]);
		expect(files.filter((path) => path.endsWith("adapter"))).toHaveLength(4);
	}
	const [arm] = resultOf(moved).arms;
	const run = join(moved.out, arm?.runs[0]?.run ?? "");
	const tasks = ["ship", "facts"].map((name) => join(folder, `${name}.yaml`));
	const gate = await runCli(["gate", run, "--tasks", ...tasks]);
	expect([0, 3]).toContain(gate.status);
});
