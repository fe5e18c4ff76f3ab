import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseLauncher } from "../../../recipes/launcher.ts";
import { runStudy } from "../../run-study.ts";
import type { StudyEvent } from "../../study-event.ts";
import { crewOf } from "./open-crew.ts";
import { rayLauncher } from "./ray.ts";
import { type FakeRay, startFakeRay } from "./testing/fake-ray.ts";
import { quick } from "./testing/shell-launcher.ts";
import { type TinyTypes, tinyStudy } from "./testing/tiny-study.ts";

let folder: string;
let ray: FakeRay;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "temper-ray-"));
	ray = await startFakeRay();
});
afterEach(async () => {
	await ray.close();
	await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

type Events = readonly StudyEvent<TinyTypes>[];

async function play(
	steps: readonly number[],
	onEvent: (event: StudyEvent<TinyTypes>) => void = () => {},
): Promise<Events> {
	const spec = parseLauncher({
		...{ kind: "ray", address: ray.address, seats: 2, gpus: 0.5 },
		...{ resources: { big: 1 }, env: { GREETING: "it's" } },
	});
	const events: StudyEvent<TinyTypes>[] = [];
	const options = { folder, crew: crewOf(spec, quick) };
	for await (const event of runStudy(tinyStudy(steps), options)) {
		events.push(event);
		onEvent(event);
	}
	return events;
}

const lastJob = () => String(ray.submitted.at(-1)?.submission_id);
const failures = (events: Events) =>
	events.flatMap((event) =>
		event.kind === "job-failed" ? [[event.reason, event.again]] : [],
	);
const long = 180_000;

test(
	"a study runs on Ray with no more jobs than seats, and asks for its resources",
	async () => {
		const events = await play([4, 4, 4]);
		expect(events.at(-1)).toMatchObject({
			result: ["run-0", "run-1", "run-2"],
		});
		expect(ray.submitted).toHaveLength(4);
		expect(ray.most()).toBe(2);
		expect(ray.submitted[1]).toMatchObject({
			...{ entrypoint_num_cpus: 1, entrypoint_num_gpus: 0.5 },
			entrypoint_resources: { big: 1 },
			entrypoint: expect.stringMatching(
				/^exec >>\S+ 2>&1; cd -- \S+ && exec env 'GREETING=it'\\''s' /,
			),
		});
		expect(existsSync(join(folder, "lock"))).toBe(false);
	},
	long,
);

test(
	"a job whose node died is retried elsewhere, and continues from its checkpoint",
	async () => {
		let lost = false;
		const events = await play([400], (event) => {
			if (event.kind !== "progress" || lost || event.progress.share < 0.03)
				return;
			lost = true;
			ray.loseNode(lastJob());
		});
		expect(failures(events)).toEqual([
			[expect.stringMatching(/^its machine was lost: Job supervisor/), true],
		]);
		expect(events.at(-1)).toMatchObject({ result: ["run-0"] });
		const manifest = join(folder, "runs/run-0/manifest.json");
		const { sessions } = JSON.parse(readFileSync(manifest, "utf8"));
		expect(sessions).toHaveLength(2);
		expect(sessions[1].fromStep).toBeGreaterThan(0);
	},
	long,
);

test(
	"an orphan whose raylet died is ended before it writes anything more",
	async () => {
		let lost = false;
		const events = await play([400], (event) => {
			if (event.kind !== "progress" || lost || event.progress.share < 0.03)
				return;
			lost = true;
			ray.loseRaylet(lastJob());
		});
		expect(failures(events)).toHaveLength(1);
		expect(events.at(-1)).toMatchObject({ result: ["run-0"] });
		const manifest = join(folder, "runs/run-0/manifest.json");
		const { sessions } = JSON.parse(readFileSync(manifest, "utf8"));
		expect(sessions).toHaveLength(2);
		const log = readFileSync(join(folder, "runs/run-0/events.jsonl"), "utf8");
		const steps = [...log.matchAll(/"kind":"step","step":(\d+)/g)].map(Number);
		expect(steps).toHaveLength(400);
	},
	long,
);

test("a cluster that does not answer, and one that refuses, are named", async () => {
	const spec = { cpus: 1, gpus: 0, resources: {} };
	const gone = rayLauncher({ ...spec, address: "http://127.0.0.1:1" });
	await expect(gone.state("x")).rejects.toMatchObject({
		code: "device",
		where: "Ray at http://127.0.0.1:1",
		found: expect.stringContaining("ECONNREFUSED"),
	});
	const there = rayLauncher({ ...spec, address: ray.address });
	expect(await there.state("x")).toMatchObject({ kind: "ended", lost: true });
});
