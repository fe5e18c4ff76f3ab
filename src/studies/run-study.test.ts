import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { TemperError } from "../core/error.ts";
import type { Crew } from "./jobs/crew.ts";
import type { JobMessage, JobRequest } from "./jobs/job-request.ts";
import { type RunStudyOptions, runStudy } from "./run-study.ts";
import type { Study, StudyTypes } from "./study.ts";
import type { StudyEvent } from "./study-event.ts";

/** Two heats of two, whose better ones meet in a final. */
interface Types extends StudyTypes {
	readonly job: { readonly id: string };
	readonly reading: number;
	readonly decision: { readonly best: string };
	readonly result: string;
	readonly note: string;
	readonly time: { readonly training: number };
}

const heats = ["a", "b"].map((name) => ({ id: `heat/${name}` }));

function tournament(more: Partial<Study<Types>> = {}): Study<Types> {
	return {
		name: "tournament",
		spec: { version: 1, settings: {}, inputs: {} },
		notes: ["a note"],
		advance({ done, failed, decisions }) {
			const open = ({ id }: Types["job"]) => !done.has(id) && !failed.has(id);
			const [decision] = decisions;
			if (decision) return { jobs: [{ id: decision.best }].filter(open) };
			const jobs = heats.filter(open);
			if (jobs.length > 0) return { jobs };
			const score = ({ id }: Types["job"]) => done.get(id) ?? -1;
			const [best] = heats.toSorted((x, y) => score(y) - score(x));
			return { jobs, due: [{ best: `final/${best?.id.at(-1)}` }] };
		},
		work: ({ id }, { paths }) => ({
			...{ kind: "train", run: paths.run(id), stages: [] },
			...{ until: 1, inputs: null, measure: null },
		}),
		read: async ({ id }) => (id.endsWith("b") ? 2 : 1),
		result: ({ decisions }) => decisions[0]?.best ?? "nobody",
		timed: (_, { training }) => ({ training }),
		...more,
	};
}

type Reply = Exclude<JobMessage, { kind: "progress" | "done" }> | "done";

/** Does jobs at once; `reply` says how an attempt ends. */
function fakeCrew(
	reply: (request: JobRequest, attempt: number) => Reply = () => "done",
) {
	const launched: string[] = [];
	const crew: Crew = {
		seats: ({ parallel }) => parallel ?? 2,
		start(request, tell) {
			const id = request.out.replace(/^.*measures\//, "").slice(0, -5);
			launched.push(id);
			const end = reply(request, launched.filter((one) => one === id).length);
			setTimeout(() => {
				if (end !== "done") return tell(end);
				mkdirSync(dirname(request.out), { recursive: true });
				writeFileSync(request.out, "{}");
				const time = { training: 3, share: 1, measuring: 0 };
				tell({ kind: "done", memoryBytes: 1, time });
			}, 1);
			return { stop: () => {}, kill: () => {} };
		},
	};
	return { crew, launched };
}

const newFolder = () => mkdtempSync(join(tmpdir(), "temper-run-study-"));

async function play(
	study: Study<Types>,
	options: RunStudyOptions & { readonly folder: string },
): Promise<StudyEvent<Types>[]> {
	const events: StudyEvent<Types>[] = [];
	for await (const event of runStudy(study, options)) events.push(event);
	return events;
}

const died: Reply = { kind: "failed", reason: "it died", again: true };

test("jobs, then what they decide, then what that opens, then the result", async () => {
	const { crew, launched } = fakeCrew();
	const folder = newFolder();
	const events = await play(tournament(), { folder, crew });
	expect(launched).toEqual(["heat/a", "heat/b", "final/b"]);
	expect(events.map(({ kind }) => kind)).toEqual([
		...["start", "note", "job-started", "job-started"],
		...["job-finished", "job-finished", "decision"],
		...["job-started", "job-finished", "end"],
	]);
	expect(events.at(-1)).toMatchObject({
		reason: "finished",
		result: "final/b",
	});
	expect(existsSync(join(folder, "lock"))).toBe(false);
	const again = fakeCrew();
	const repeated = await play(tournament(), { folder, crew: again.crew });
	expect(again.launched).toEqual([]);
	expect(repeated[0]).toMatchObject({ kind: "start", done: 3 });
	expect(repeated.at(-1)).toMatchObject({ result: "final/b" });
});

test("a worker that dies is tried once more; a job that fails for good is left out", async () => {
	const { crew, launched } = fakeCrew(({ out }) =>
		out.includes("heat/b") ? died : "done",
	);
	const folder = newFolder();
	const events = await play(tournament(), { folder, crew, parallel: 1 });
	expect(launched).toEqual(["heat/a", "heat/b", "heat/b", "final/a"]);
	const failures = events.flatMap((event) =>
		event.kind === "job-failed" ? [[event.reason, event.again]] : [],
	);
	expect(failures).toEqual([
		["it died", true],
		["it died", false],
	]);
});

test("a failure that the study cannot do without ends it, and the folder is let go", async () => {
	const { crew } = fakeCrew(() => died);
	const folder = newFolder();
	const parts = { where: "heat", expected: "a winner", found: "none" };
	const study = tournament({ fatal: () => new TemperError("data", parts) });
	await expect(play(study, { folder, crew })).rejects.toThrow(
		"heat: expected a winner, found none.",
	);
	expect(existsSync(join(folder, "lock"))).toBe(false);
});

test("a decision that no longer holds is made again, by what is known now", async () => {
	const folder = newFolder();
	await play(tournament(), { folder, crew: fakeCrew().crew });
	const { crew, launched } = fakeCrew();
	const read: Study<Types>["read"] = async ({ id }) =>
		id.endsWith("a") ? 2 : 1;
	const study = tournament({ read, holds: () => false });
	const events = await play(study, { folder, crew });
	expect(launched).toEqual(["final/a"]);
	expect(events.at(-1)).toMatchObject({ result: "final/a" });
});

test("times of jobs come back in later sessions, and checkpoints of spent runs are removed", async () => {
	const folder = newFolder();
	const checkpoints = join(folder, "runs", "heat/a", "checkpoints", "step-1");
	const { crew } = fakeCrew(({ out }) => {
		if (out.includes("heat/a")) mkdirSync(checkpoints, { recursive: true });
		return "done";
	});
	const spent: Study<Types>["spent"] = ({ decisions }) =>
		decisions.length > 0 ? ["heat/a"] : [];
	await play(tournament({ spent }), { folder, crew });
	expect(existsSync(dirname(checkpoints))).toBe(false);
	expect(existsSync(join(folder, "runs", "heat/a"))).toBe(true);
	const seen: unknown[] = [];
	const { advance } = tournament();
	const watching = tournament({
		advance(state) {
			if (state.timing) seen.push(state.timing.times);
			return advance(state);
		},
	});
	await play(watching, { folder, crew });
	expect(seen.at(-1)).toEqual([1, 2, 3].map(() => ({ training: 3 })));
});

test("a folder that holds something else is refused", async () => {
	const folder = newFolder();
	writeFileSync(join(folder, "diary.txt"), "");
	await expect(
		play(tournament(), { folder, crew: fakeCrew().crew }),
	).rejects.toThrow(
		/expected a new or empty folder, or that of a tournament, found 1 entries, diary\.txt among them/,
	);
});
