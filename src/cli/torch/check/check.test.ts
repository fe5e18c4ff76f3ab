import { readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { TemperError } from "../../../core/error.ts";
import type { StepEvent } from "../../../runs/events.ts";
import { runCli } from "../../program.ts";
import type { Services } from "../../services.ts";
import { fakeContext } from "../../testing/fake-context.ts";
import { fakePython, fakeWorld, goodFacts } from "../testing/fake-programs.ts";

const roots: string[] = [];
afterAll(() => {
	for (const root of roots) rmSync(root, { recursive: true });
});

type Engine = { readonly kind: string; readonly gpus: number | null };

/** Trainings whose second loss is this one, or whose engine throws. Engines are noted in order. */
function trainings(loss: (engine: Engine) => number, engines: object[] = []) {
	const runRecipe: Services["runRecipe"] = async ([recipe], { onEvent }) => {
		const engine = recipe?.engine as Engine;
		engines.push({ ...engine, precision: recipe?.precision });
		for (const [i, value] of [3, loss(engine)].entries())
			onEvent?.({
				...{ kind: "step", step: i + 1, loss: value, gradNorm: 2 },
			} as StepEvent);
		return { path: "", state: "finished", step: 2, result: null };
	};
	return { runRecipe };
}

async function check(
	facts: object,
	{ services = trainings(() => 2.5), argv = [] as string[], env = {} } = {},
) {
	const world = fakeWorld({ "own-python": fakePython({ facts }) });
	roots.push(world.root);
	const context = {
		...fakeContext(services),
		env: { ...world.env, TEMPER_PYTHON: "own-python", ...env },
	};
	const status = await runCli(["torch", "check", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

const machine = (fields: object) => ({
	...goodFacts,
	machine: { value: { ...goodFacts.machine.value, ...fields }, error: null },
});

const cards = (count: number) =>
	Array.from({ length: count }, (_, i) => ({
		...{ name: `NVIDIA H${i}`, memory: 80e9, free: 79e9 },
	}));

describe.skipIf(process.platform === "win32")("torch check", () => {
	test("says in words what works, and trains in one process and in two", async () => {
		const engines: object[] = [];
		const services = trainings(() => 2.5, engines);
		const before = readdirSync(tmpdir()).filter((n) => /torch-check/.test(n));
		const { status, out } = await check(goodFacts, { services });
		expect(status).toBe(0);
		expect(out).toMatch(/^works +environment +\S+own-python \(named by TEMPER/);
		expect(out).toMatch(/\nworks +versions +Python 3\.12\.1, torch 2\.15\.0/);
		expect(out).toMatch(/\nnote +GPU +none\n +PyTorch computes on the CPU\./);
		expect(out).toMatch(/\nworks +bfloat16 +2\.5 times as fast as float32\n/);
		expect(out).toMatch(/\nworks +nf4 /);
		for (const name of ["float32", "bfloat16", "two processes"])
			expect(out).toMatch(
				new RegExp(`\nworks +steps in ${name} +2 steps .* within 0 of`),
			);
		expect(out).toContain("\nThe PyTorch engine works on this machine: set");
		expect(engines).toMatchObject([
			{ kind: "onnx", precision: "float32" },
			{ kind: "torch", gpus: 1, precision: "float32" },
			{ kind: "torch", gpus: 1, precision: "bfloat16" },
			{ kind: "torch", gpus: 2, precision: "float32" },
		]);
		const after = readdirSync(tmpdir()).filter((n) => /torch-check/.test(n));
		expect(after).toEqual(before);
	});

	test("steps that differ from ONNX Runtime's fail, with exit status 3 and what that means", async () => {
		const services = trainings(({ kind }) => (kind === "torch" ? 2.51 : 2.5));
		const { status, out } = await check(goodFacts, { services });
		expect(status).toBe(3);
		expect(out).toMatch(
			/fails +steps in float32 +2 steps .* loss within 0\.004 of ONNX Runtime's.*\n +At most 0\.001 and 0\.01 are expected: this PyTorch computes something else/,
		);
		expect(out).toMatch(/works +steps in bfloat16/);
		expect(out).toContain(
			"does not work as it should: steps in float32, steps in two processes.",
		);
	});

	test("a training that cannot be started is a finding", async () => {
		const services = trainings(({ gpus }) => {
			if (gpus !== 2) return 2.5;
			const parts = { where: "PyTorch processes", expected: "a", found: "b" };
			throw new TemperError("device", parts);
		});
		const { status, out } = await check(goodFacts, { services });
		expect(status).toBe(3);
		expect(out).toMatch(
			/fails +steps in two processes +PyTorch processes: expected a, found b\.\n +Only training in one process works on this machine\./,
		);
	});

	test.each([
		[
			"a GPU",
			machine({ cards: cards(1) }),
			0,
			/works +GPU +NVIDIA H0 \(80 GB, 79 GB free\)\n[\s\S]*note +steps in two processes +not tried: there is one GPU/,
		],
		["two GPUs", machine({ cards: cards(2) }), 0, /NVIDIA H0 .*, NVIDIA H1 /],
		[
			"two GPUs without NCCL",
			machine({ cards: cards(2), nccl: false }),
			3,
			/fails +processes +.* no NCCL\n +Several GPUs cannot train together/,
		],
		[
			"slow bfloat16",
			machine({ bfloat16: { value: 0.25, error: null } }),
			0,
			/note +bfloat16 +works, but takes 4 times as long as float32/,
		],
		[
			"no bfloat16",
			machine({ bfloat16: { value: null, error: "RuntimeError: no" } }),
			3,
			/fails +bfloat16 +RuntimeError: no\n +Use precision: float32/,
		],
		[
			"no nf4",
			machine({ nf4: { value: null, error: "ImportError: bitsandbytes" } }),
			0,
			/note +nf4 +ImportError: bitsandbytes\n +precision: nf4 cannot be used/,
		],
		[
			"int8 that is wrong",
			machine({ int8: { value: 0.5, error: null } }),
			3,
			/fails +int8 +.*error of at most 50%.*\n +precision: int8 computes wrongly/,
		],
		[
			"another version of torch, and no torchao",
			{
				...goodFacts,
				versions: {
					...{ ...goodFacts.versions, torch: "2.14.1+cu126", torchao: null },
				},
			},
			0,
			/note +versions +.*torch 2\.14\.1\+cu126.*torchao missing\n +precision: int8 cannot be used; Temper was tested with torch 2\.15\.0\n/,
		],
		[
			"a PyTorch that does not load",
			{ ...goodFacts, machine: { value: null, error: "OSError: libcuda" } },
			3,
			/fails +loading +OSError: libcuda\n +PyTorch does not load in this environment[\s\S]*does not work as it should: loading\./,
		],
	])("%s", async (_, facts, status, words) => {
		const found = await check(facts);
		expect(found.out).toMatch(words);
		expect(found.status).toBe(status);
	});

	test("a driver without a GPU that PyTorch finds is a finding, unless the GPUs are hidden", async () => {
		const world = fakeWorld({ "nvidia-smi": "#!/bin/sh\n" });
		roots.push(world.root);
		const PATH = `${world.env.PATH}`;
		const own = fakeWorld({ python: fakePython() });
		roots.push(own.root);
		const env = { PATH, TEMPER_PYTHON: join(own.root, "bin", "python") };
		const seen = await check(goodFacts, { env });
		expect(seen.status).toBe(3);
		expect(seen.out).toMatch(
			/fails +GPU +a driver \(nvidia-smi\).*CUDA 13\.2\n +Training would run on the CPU/,
		);
		const hidden = { ...env, CUDA_VISIBLE_DEVICES: "" };
		const { status, out } = await check(goodFacts, { env: hidden });
		expect(out).toMatch(/note +GPU +none: CUDA_VISIBLE_DEVICES is ""/);
		expect(status).toBe(0);
	});

	test("--json prints the findings", async () => {
		const { out } = await check(goodFacts, { argv: ["--json"] });
		const { ok, findings } = JSON.parse(out);
		expect(ok).toBe(true);
		expect(findings).toContainEqual({
			...{ name: "GPU", state: "note", found: "none" },
			meaning: "PyTorch computes on the CPU.",
		});
	});

	test("without an environment, or with one that lacks a package, the sentence is an error", async () => {
		const none = await check(goodFacts, { env: { TEMPER_PYTHON: "" } });
		expect(none.status).toBe(2);
		expect(none.err).toContain("hint: `npx temper-lm torch setup` makes one");
		const versions = { ...goodFacts.versions, torch: null };
		const lacking = await check({ ...goodFacts, versions });
		expect(lacking.status).toBe(2);
		expect(lacking.err).toContain("found no torch.");
		const old = await check({ ...goodFacts, release: [3, 9, 2] });
		expect(old.status).toBe(2);
		expect(old.err).toContain(
			"expected Python 3.11 or later, found Python 3.9.2",
		);
		expect([none.out, lacking.out, old.out]).toEqual(["", "", ""]);
	});
});
