import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { readEvents } from "../../runs/event-log.ts";
import type { RunEvent, StepEvent } from "../../runs/events.ts";
import { eventsPath } from "../../runs/folder/run-manifest.ts";
import { describeMachine, describeVersions } from "../../runs/machine.ts";
import type { RunLoop } from "../../train/run/run-options.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { loopServices } from "../testing/loop-services.ts";

let folder: string;
let recipe: string;
let out: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-train-"));
	mkdirSync(join(folder, "tiny"));
	writeFileSync(join(folder, "tiny", "config.json"), "{}");
	writeFileSync(join(folder, "rows.jsonl"), "{}\n");
	recipe = join(folder, "recipe.yaml");
	writeFileSync(
		recipe,
		"extends: sft\nmodel: tiny\ndata: {train: rows.jsonl}\nlength: {kind: steps, count: 3}\n",
	);
	out = join(folder, "run");
});

const monitors = {
	meanP: 0.5,
	shareBelow01: 0,
	shareAbove09: 0,
	effectiveTokens: 10,
	a: null,
	deltaPerToken: null,
	mTheta: null,
	entropy: 1,
	top1: 0.5,
	endOfTurnP: null,
};

function cost(seconds: number) {
	return { seconds, tokensPerSecond: 231, memoryBytes: 1.4e9 };
}

function step(number: number): StepEvent {
	return {
		kind: "step",
		step: number,
		epoch: number / 3,
		loss: 2 / number,
		nll: 2 / number,
		gradNorm: 0.5,
		learningRate: 1e-4,
		tokens: 100,
		supervisedTokens: 50,
		monitors,
		pairs: null,
		own: {},
		cost: cost(20 * number),
	};
}

/** Three steps, saving after each; stops when asked to; fails at `failAt`. */
function loop(failAt: number | null = null): Pick<RunLoop, "train"> {
	return {
		async *train(_, { signal, runFolder }): AsyncGenerator<RunEvent> {
			const session = {
				at: "2026-11-22T00:00:00.000Z",
				versions: describeVersions(),
				machine: describeMachine(),
			};
			const from = (await runFolder.rewind(session))?.step ?? 0;
			const keep = { last: 2, best: true };
			for (let i = from + 1; i <= 3; i++) {
				if (i === failAt)
					throw new TemperError("data", {
						where: "rows.jsonl:1",
						expected: "a row",
						found: "none",
					});
				yield step(i);
				const checkpoint = {
					step: i,
					trainable: [],
					optimizer: [],
					state: null,
					score: null,
				};
				const path = await runFolder.save(checkpoint, keep);
				if (signal.aborted) {
					yield {
						kind: "end",
						step: i,
						reason: "interrupted",
						result: null,
						error: null,
						cost: cost(20 * i),
					};
					return;
				}
				yield { kind: "checkpoint", step: i, path, cost: cost(20 * i) };
			}
			yield {
				kind: "end",
				step: 3,
				reason: "finished",
				result: null,
				error: null,
				cost: cost(60),
			};
		},
	};
}

const services = (failAt: number | null = null) => loopServices(loop(failAt));

async function kinds(): Promise<string[]> {
	const events = await readEvents(eventsPath(out));
	return events.map((event) =>
		"step" in event ? `${event.kind} ${event.step}` : event.kind,
	);
}

const whole = [
	"step 1",
	"checkpoint 1",
	"step 2",
	"checkpoint 2",
	"step 3",
	"checkpoint 3",
	"end 3",
];

test("a run is logged as it happens and shown in plain lines", async () => {
	const context = fakeContext(services());
	const status = await runCli(["train", recipe, "--out", out], context);
	expect(context.err()).toBe("");
	expect(status).toBe(0);
	expect(await kinds()).toEqual(whole);
	expect(context.out()).toMatch(
		/tune\.alpha +16 {2}from twice tune\.rank\n[\s\S]*run folder: .*run\n/,
	);
	expect(context.out()).toMatch(
		"step 2  loss 1  gradient 0.5  231 tokens/s  1.4 GB  20 s left\n",
	);
	expect(context.out()).toMatch(/finished 3 steps in 1 min 00 s\n/);
	expect(existsSync(join(out, "lock"))).toBe(false);
	const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
	expect(manifest.inputs).toHaveLength(3);
	expect(readFileSync(join(out, "recipe.yaml"), "utf8")).toMatch(/kind: sft/);
});

describe("a run that was stopped", () => {
	async function stopped() {
		const context = fakeContext(
			loopServices({
				async *train(recipe, options) {
					for await (const event of loop().train(recipe, options)) {
						if (event.kind === "step" && event.step === 2) context.interrupt();
						yield event;
					}
				},
			}),
		);
		expect(await runCli(["train", recipe, "--out", out], context)).toBe(130);
		return context;
	}

	test("says how to go on, and goes on as if nothing had been", async () => {
		const context = await stopped();
		expect(context.out()).toMatch(/saving a checkpoint; Ctrl\+C again/);
		expect(context.out()).toMatch(
			/to continue: npx temper-lm runs resume .*run\n/,
		);
		expect((await kinds()).at(-1)).toBe("end 2");
		const again = fakeContext(services());
		expect(await runCli(["runs", "resume", out], again)).toBe(0);
		const events = await kinds();
		expect(events).toEqual(whole.filter((event) => event !== "checkpoint 2"));
		const third = fakeContext(services());
		expect(await runCli(["runs", "resume", out], third)).toBe(2);
		expect(third.err()).toMatch(/found one that has finished/);
	});

	test("is not gone on with when its data has changed", async () => {
		await stopped();
		writeFileSync(join(folder, "rows.jsonl"), "{}\n{}\n");
		const again = fakeContext(services());
		expect(await runCli(["runs", "resume", out], again)).toBe(2);
		expect(again.err()).toMatch(
			/rows\.jsonl: expected the same bytes as when the run began/,
		);
		expect((await kinds()).at(-1)).toBe("end 2");
	});

	test("a cluster's second signal does not end a save", async () => {
		const context = fakeContext(
			loopServices({
				async *train(recipe, options) {
					for await (const event of loop().train(recipe, options)) {
						if (event.kind === "step" && event.step === 2) {
							context.interrupt("SIGUSR1");
							context.interrupt("SIGTERM");
						}
						yield event;
					}
				},
			}),
		);
		expect(await runCli(["train", recipe, "--out", out], context)).toBe(130);
		expect(context.exits).toEqual([]);
		expect((await kinds()).at(-1)).toBe("end 2");
	});

	test("a second Ctrl+C leaves at once", async () => {
		const context = fakeContext(
			loopServices({
				async *train(recipe, options) {
					for await (const event of loop().train(recipe, options)) {
						context.interrupt();
						context.interrupt();
						yield event;
					}
				},
			}),
		);
		await runCli(["train", recipe, "--out", out], context);
		expect(context.exits[0]).toBe(130);
	});
});

test("a failure is noted, shown as a sentence, and lets the folder go", async () => {
	const context = fakeContext(services(2));
	expect(await runCli(["train", recipe, "--out", out], context)).toBe(2);
	expect(context.err()).toBe(
		"error: rows.jsonl:1: expected a row, found none.\n",
	);
	expect((await readEvents(eventsPath(out))).at(-1)).toMatchObject({
		kind: "end",
		step: 1,
		reason: "failed",
		error: "rows.jsonl:1: expected a row, found none.",
	});
	expect(existsSync(join(out, "lock"))).toBe(false);
});

test("an earlier run is not trained over", async () => {
	await runCli(["train", recipe, "--out", out], fakeContext(services()));
	const context = fakeContext(services());
	expect(await runCli(["train", recipe, "--out", out], context)).toBe(2);
	expect(context.err()).toMatch(/found an earlier run.\nhint: Continue it/);
});

test("runs are listed and shown", async () => {
	await runCli(["train", recipe, "--out", out], fakeContext(services()));
	const list = fakeContext();
	await runCli(["runs", "list", folder], list);
	const [head, row] = list.out().split("\n");
	expect(head).toMatch(/^run +state +objective +model +steps/);
	expect(row).toMatch(/run +finished +sft +tiny +3 .* 1 min 00 s$/);
	const show = fakeContext();
	await runCli(["runs", "show", out], show);
	expect(show.out()).toMatch(
		/state +finished\n[\s\S]*steps +3\n[\s\S]*rank: 8\n/,
	);
});

test("a dry run trains nothing and shows what it would take", async () => {
	const context = fakeContext({
		dryRun: async () => ({
			rows: 10,
			heldOutRows: 2,
			steps: 3,
			tokens: 12345,
			supervisedTokens: 678,
			memoryBytes: 1.25e9,
			secondsEstimate: 100,
			cost: {
				...{ startSeconds: 10, stepSeconds: 30, evaluationSeconds: 0 },
				...{ leashSeconds: 0, trainedBytes: 1e6, checkpointBytes: 3e6 },
			},
			leash: null,
			rounding: { precision: "int4", kl: 0.00689, tokens: 1520 },
			gradientRatio: 1,
			sumFactor: null,
			coldStart: null,
			notes: ["3 rows were truncated."],
			firstBatch: [[{ text: "Hi", kind: "supervised" as const, weight: null }]],
		}),
	});
	const status = await runCli(
		["train", recipe, "--dry-run", "--out", out],
		context,
	);
	expect(status).toBe(0);
	expect(context.out()).toMatch(/Hi/);
	expect(context.out()).toMatch(/tokens +12,345, 678 supervised\n/);
	expect(context.out()).toMatch(/memory +1\.3 GB\n/);
	expect(context.out()).toMatch(/\ntime +1 min 40 s\n/);
	expect(context.out()).toMatch(
		/int4 +0\.0069 nats per token from float32 \(KL on 1,520 tokens/,
	);
	expect(context.out()).toMatch(/\nnote: 3 rows were truncated\.\n/);
	expect(existsSync(out)).toBe(false);
});
