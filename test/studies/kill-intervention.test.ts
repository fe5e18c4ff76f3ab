import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { interventionResultSchema } from "../../src/studies/interventions/intervention-result.ts";
import { runCli } from "../pilot/run-pilot.ts";
import {
	journalOf,
	type TinyIntervention,
	writeTinyIntervention,
} from "./tiny-intervention.ts";

const studies: TinyIntervention[] = [];
afterAll(async () => {
	for (const { folder } of studies)
		await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

function make(): TinyIntervention {
	const study = writeTinyIntervention();
	studies.push(study);
	return study;
}

type Watch = Parameters<typeof runCli>[1];

const intervene = ({ file, out }: TinyIntervention, watch?: Watch) =>
	runCli(["intervene", file, "--out", out, "--parallel", "1"], watch);

/** The result without the time of its making. */
function resultOf({ out }: TinyIntervention) {
	const text = readFileSync(join(out, "report.json"), "utf8");
	const { created: _, ...rest } = interventionResultSchema.parse(
		JSON.parse(text),
	);
	return rest;
}

function idsOf(study: TinyIntervention, of: "job-started" | "job-finished") {
	return journalOf(study).flatMap((entry) =>
		entry.kind === of ? [entry.id] : [],
	);
}

const groupsOf = (study: TinyIntervention) =>
	journalOf(study).filter(
		(entry) =>
			entry.kind === "decision" &&
			(entry.decision as { readonly kind: string }).kind === "groups",
	);

/** A run that has taken steps and is not finished, by its name; null if there is none. */
function runInTraining({ out }: TinyIntervention): string | null {
	const runs = join(out, "runs");
	if (!existsSync(runs)) return null;
	const logs = readdirSync(runs, { recursive: true })
		.map(String)
		.filter((path) => path.endsWith("/events.jsonl"));
	const under = logs.find((log) => {
		const run = log.replace(/\/events\.jsonl$/, "");
		const begun = readFileSync(join(runs, log), "utf8").includes(
			'"kind":"step"',
		);
		return begun && !existsSync(join(out, "measures", `${run}/test.json`));
	});
	return under?.replace(/\/events\.jsonl$/, "") ?? null;
}

const timesOf = ({ out }: TinyIntervention, ids: readonly string[]) =>
	ids.map((id) => statSync(join(out, "measures", `${id}.json`)).mtimeMs);

test("an intervention study that is killed in a training continues, repeats no finished job, keeps its groups and ends the same", async () => {
	const whole = make();
	const first = await intervene(whole);
	expect(first.output).toContain("report");
	expect(first.status).toBe(0);
	const all = idsOf(whole, "job-finished");
	expect(all).toHaveLength(2 + 3);

	const study = make();
	let killedIn: string | null = null;
	const { status } = await intervene(study, (child) => {
		const poll = setInterval(() => {
			const trained = idsOf(study, "job-finished").some(
				(id) => !id.startsWith("base/"),
			);
			killedIn = trained ? runInTraining(study) : null;
			if (killedIn === null) return;
			clearInterval(poll);
			child.kill("SIGKILL");
		}, 5);
		child.on("exit", () => clearInterval(poll));
	});
	expect(status).toBeNull();
	const finished = idsOf(study, "job-finished");
	expect(finished.length).toBeLessThan(all.length);
	expect(finished).not.toContain(`${killedIn}/test`);
	const times = timesOf(study, finished);
	const groups = groupsOf(study);
	expect(groups).toHaveLength(1);

	const begun = idsOf(study, "job-started").length;
	expect((await intervene(study)).status).toBe(0);
	const again = idsOf(study, "job-started").slice(begun);
	expect(again).toContain(`${killedIn}/test`);
	expect([...finished, ...again].toSorted()).toEqual(all.toSorted());
	expect(timesOf(study, finished)).toEqual(times);
	expect(groupsOf(study)).toEqual(groups);
	expect(resultOf(study)).toEqual(resultOf(whole));
});
