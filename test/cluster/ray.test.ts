import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { journalOf, resultOf, runPilot, timeless } from "../pilot/run-pilot.ts";
import { type TinyPilot, writeTinyPilot } from "../pilot/tiny-pilot.ts";
import { type RealRay, startRay, withoutRay } from "./real-ray.ts";

const missing = withoutRay();
if (missing !== null) console.log(missing);

const settings = { budget: { steps: 24 } };
let ray: RealRay | null = null;
const pilots: TinyPilot[] = [];
afterAll(() => {
	ray?.stop();
	for (const { folder } of pilots)
		rmSync(folder, { recursive: true, force: true });
});

const make = () => {
	const pilot = writeTinyPilot(settings);
	pilots.push(pilot);
	return pilot;
};

/** The trained weights of a pilot, by the path of their file. */
function weights({ out }: TinyPilot): Record<string, string> {
	const names = (readdirSync(out, { recursive: true }) as string[]).filter(
		(name) => /(adapter|model)\/.*\.safetensors$/.test(name),
	);
	return Object.fromEntries(
		names.map((name) => [name, readFileSync(join(out, name)).toString("hex")]),
	);
}

test.skipIf(missing !== null)(
	"a pilot on two nodes of Ray, of which one is killed in the middle, ends with the result of this machine",
	async () => {
		const local = make();
		expect(await runPilot(local)).toMatchObject({ status: 0 });
		const cluster = await startRay();
		ray = cluster;
		const pilot = make();
		const launcher = join(pilot.folder, "ray.yaml");
		const { address } = cluster;
		writeFileSync(launcher, stringify({ kind: "ray", address, seats: 2 }));
		let killed: number | null = null;
		const began = performance.now();
		const after = () => Math.round((performance.now() - began) / 1000);
		const { status, output } = await runPilot(
			pilot,
			(child) => {
				const poll = setInterval(() => {
					const done = journalOf(pilot).filter(
						({ kind }) => kind === "job-finished",
					);
					if (done.length < 3 || !cluster.busyOnSecond()) return;
					clearInterval(poll);
					cluster.killSecond();
					killed = after();
				}, 500);
				child.on("exit", () => clearInterval(poll));
			},
			["--launcher", launcher],
		);
		const failures = journalOf(pilot).flatMap((entry) =>
			entry.kind === "job-failed" ? [entry.reason] : [],
		);
		console.log(`node killed after ${killed} s, ended after ${after()} s`);
		console.log(failures.join("\n"));
		expect({ status, output }).toMatchObject({ status: 0 });
		expect(failures).toHaveLength(1);
		const text = JSON.stringify(timeless(resultOf(pilot)));
		expect(JSON.parse(text.replaceAll(pilot.folder, local.folder))).toEqual(
			timeless(resultOf(local)),
		);
		expect(weights(pilot)).toEqual(weights(local));
		console.log(`${Object.keys(weights(pilot)).length} files of weights equal`);
	},
	900_000,
);
