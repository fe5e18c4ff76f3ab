import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { journalOf, resultOf, runPilot, timeless } from "../pilot/run-pilot.ts";
import { type TinyPilot, writeTinyPilot } from "../pilot/tiny-pilot.ts";
import { type RealSlurm, startSlurm, withoutSlurm } from "./real-slurm.ts";

const missing = withoutSlurm();
if (missing !== null) console.log(missing);

const settings = { budget: { steps: 24 } };
let slurm: RealSlurm | null = null;
const pilots: TinyPilot[] = [];
afterAll(async () => {
	await slurm?.stop();
	for (const { folder } of pilots)
		rmSync(folder, { recursive: true, force: true });
});

const make = () => {
	const pilot = writeTinyPilot(settings);
	pilots.push(pilot);
	return pilot;
};

test.skipIf(missing !== null)(
	"a pilot on Slurm, with a job requeued in the middle, ends with the result of this machine",
	async () => {
		const local = make();
		expect(await runPilot(local)).toMatchObject({ status: 0 });
		const cluster = await startSlurm();
		slurm = cluster;
		const pilot = make();
		const launcher = join(pilot.folder, "slurm.yaml");
		writeFileSync(launcher, stringify({ kind: "slurm", seats: 2 }));
		let requeued: string | null = null;
		const began = performance.now();
		const { status, output } = await runPilot(
			pilot,
			(child) => {
				const poll = setInterval(() => {
					const done = journalOf(pilot).filter(
						({ kind }) => kind === "job-finished",
					);
					if (done.length < 3) return;
					const [job] = cluster.running();
					if (job === undefined) return;
					clearInterval(poll);
					cluster.requeue(job);
					requeued = job;
				}, 500);
				child.on("exit", () => clearInterval(poll));
			},
			["--launcher", launcher],
		);
		const seconds = Math.round((performance.now() - began) / 1000);
		expect({ status, output }).toMatchObject({ status: 0 });
		if (requeued === null) throw new Error("no job was requeued");
		const said = cluster.describe(requeued);
		console.log(`${seconds} s; job ${requeued}: ${said.slice(0, 400)}`);
		expect(said).toMatch(/ Restarts=1 /);
		const failed = journalOf(pilot).filter(({ kind }) => kind === "job-failed");
		expect(failed).toEqual([]);
		const text = JSON.stringify(timeless(resultOf(pilot)));
		expect(JSON.parse(text.replaceAll(pilot.folder, local.folder))).toEqual(
			timeless(resultOf(local)),
		);
	},
	900_000,
);
