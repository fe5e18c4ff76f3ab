import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { stringify } from "yaml";
import { journalOf, resultOf, runPilot, timeless } from "../pilot/run-pilot.ts";
import { type TinyPilot, writeTinyPilot } from "../pilot/tiny-pilot.ts";
import { writeQuickstartPilot } from "./quickstart-pilot.ts";
import { type RealRay, startRay, withoutRay } from "./real-ray.ts";

const missing = withoutRay();
if (missing !== null) console.log(missing);

let ray: RealRay | null = null;
const pilots: TinyPilot[] = [];
afterEach(() => {
	ray?.stop();
	for (const { folder } of pilots.splice(0))
		rmSync(folder, { recursive: true, force: true });
});

/** Pilots, and the number of finished jobs after which a node is killed. */
const cases: [string, () => Promise<TinyPilot>, number][] = [
	["a tiny pilot", async () => writeTinyPilot({ budget: { steps: 24 } }), 3],
	["the quickstart's pilot", writeQuickstartPilot, 8],
];

/** A hash of each file of trained weights, by its path. */
function weights({ out }: TinyPilot): Record<string, string> {
	const names = (readdirSync(out, { recursive: true }) as string[]).filter(
		(name) => /(adapter|model)\/.*\.safetensors$/.test(name),
	);
	return Object.fromEntries(
		names.map((name) => [name, hashOf(readFileSync(join(out, name)))]),
	);
}

const hashOf = (bytes: Uint8Array) =>
	createHash("sha256").update(bytes).digest("hex");

test.skipIf(missing !== null).each(cases)(
	"%s on two nodes of Ray, of which one is killed in the middle, ends with the result of this machine",
	async (_, write, jobs) => {
		const make = async () => {
			const pilot = await write();
			pilots.push(pilot);
			return pilot;
		};
		const local = await make();
		expect(await runPilot(local)).toMatchObject({ status: 0 });
		const cluster = await startRay();
		ray = cluster;
		const pilot = await make();
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
					if (done.length < jobs || !cluster.busyOnSecond()) return;
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
	3_600_000,
);
