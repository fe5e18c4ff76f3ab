import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { writeTinyModel } from "../testing/tiny-model-folder.ts";

const root = mkdtempSync(join(tmpdir(), "temper-engines-"));
afterAll(() => rmSync(root, { recursive: true }));
const noPython = { XDG_CACHE_HOME: join(root, "empty") };

let count = 0;
/** The tiny model with other fields of its config. */
async function model(fields: object): Promise<string> {
	const folder = join(root, `model-${count++}`);
	mkdirSync(folder);
	await writeTinyModel(folder);
	const path = join(folder, "config.json");
	const config = JSON.parse(readFileSync(path, "utf8"));
	writeFileSync(path, JSON.stringify({ ...config, ...fields }));
	return folder;
}

/** A Python that says this of a model folder. */
function answering(value: string | null, error: string | null = null) {
	const path = join(root, `python-${count++}`);
	const facts = { release: [3, 11, 7], versions: {}, causal: { value, error } };
	writeFileSync(
		path,
		`#!/bin/sh\ntest "$3" = --causal && test -f "$4/config.json" && echo '${JSON.stringify(facts)}'\n`,
		{ mode: 0o755 },
	);
	return { ...noPython, TEMPER_PYTHON: path };
}

async function inspect(folder: string, env: NodeJS.ProcessEnv = noPython) {
	const context = { ...fakeContext(), env };
	const status = await runCli(["inspect", folder], context);
	return { status, out: context.out(), err: context.err() };
}

const foreign = {
	...{ model_type: "mamba", architectures: ["MambaForCausalLM"] },
};

test("a family that ONNX Runtime trains is trained by both engines, and no Python is asked", async () => {
	const env = { TEMPER_PYTHON: "/nowhere" };
	const { status, out } = await inspect(await model({}), env);
	expect(status).toBe(0);
	expect(out).toMatch(/\nengine: onnx +yes, the default\n/);
	expect(out).toMatch(/\nengine: torch +yes\n/);
});

test("without an environment, the class that config.json names decides on another family", async () => {
	const { status, out } = await inspect(await model(foreign));
	expect(status).toBe(0);
	expect(out).toMatch(/^family +mamba\n/);
	expect(out).toMatch(/\nparameters +[\d,]+\nweights +BF16, 23 kB\n/);
	expect(out).toMatch(
		/\nengine: onnx +no: .*config\.json, model_type: expected one of llama.*, found "mamba"\n/,
	);
	expect(out).toMatch(
		/\nengine: torch +probably, as MambaForCausalLM, .*`npx temper-lm torch setup`\n/,
	);
});

test("a field that ONNX Runtime does not implement is named, and PyTorch trains the model", async () => {
	const { status, out } = await inspect(await model({ logit_scale: 0.25 }));
	expect(status).toBe(0);
	expect(out).toMatch(/engine: onnx +no: .*logit_scale.*0\.25\n/);
	expect(out).toMatch(/engine: torch +probably, as LlamaForCausalLM/);
});

test.skipIf(process.platform === "win32")(
	"with an environment, transformers is asked",
	async () => {
		const folder = await model(foreign);
		const loaded = await inspect(folder, answering("MambaForCausalLM"));
		expect(loaded.out).toMatch(/\nengine: torch +yes, as MambaForCausalLM\n/);
		const refused = await inspect(
			folder,
			answering(null, "ValueError: it needs code of its own"),
		);
		expect(refused.status).toBe(2);
		expect(refused.err).toContain('found "mamba"');
	},
);

test("what no engine trains is refused with ONNX Runtime's reason", async () => {
	const { status, err } = await inspect(
		await model({ model_type: "bert", architectures: ["BertModel"] }),
	);
	expect(status).toBe(2);
	expect(err).toMatch(/model_type: expected one of llama.*, found "bert"\./);
	const none = await inspect(
		await model({ model_type: "bert", architectures: undefined }),
	);
	expect(none.status).toBe(2);
});

test("a damaged checkpoint of a known family is refused whatever the engine", async () => {
	const { status, err } = await inspect(await model({ num_hidden_layers: 3 }));
	expect(status).toBe(2);
	expect(err).toContain("model.layers.2");
});
