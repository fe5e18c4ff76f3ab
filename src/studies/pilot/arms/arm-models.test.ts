import {
	cpSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parsePilot } from "../../../recipes/parse/parse-pilot.ts";
import { requireArmModels } from "./arm-models.ts";

const toy = resolve("models/toy");

/** A pilot whose second arm begins from a copy of the model, changed by `change`, and is measured from `base`. */
function pilotFrom(
	change: (folder: string) => void = () => {},
	base: string | null = toy,
) {
	const folder = mkdtempSync(join(tmpdir(), "temper-arm-model-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const other = join(folder, "other");
	cpSync(toy, other, { recursive: true });
	change(other);
	const from = { name: "from", objective: "sft", model: "./other" };
	const arms = ["sft", base === null ? from : { ...from, base }];
	const data = { train: "rows.jsonl" };
	const read = { model: toy, data, tasks: ["t.yaml"], arms };
	return parsePilot(read, { folder }).arms;
}

function edit(path: string, from: RegExp, to: string): void {
	const text = readFileSync(path, "latin1");
	const changed = text.replace(from, to);
	if (changed === text) throw new Error(`nothing to change in ${path}`);
	writeFileSync(path, changed, "latin1");
}

test("a model with the shapes and tokens of the base may be an arm's", async () => {
	await expect(requireArmModels(pilotFrom())).resolves.toBeUndefined();
});

test("a model of other shapes than its base is refused in one sentence that names the arm", async () => {
	const toLab = (folder: string) => {
		rmSync(folder, { recursive: true });
		cpSync(resolve("models/lab"), folder, { recursive: true });
	};
	await expect(
		requireArmModels(pilotFrom(toLab, null)),
	).resolves.toBeUndefined();
	await expect(requireArmModels(pilotFrom(toLab))).rejects.toThrow(
		/^arm from: model, .*other: expected the shapes of the arm's base, whose \S+ is \[[\d, ]+\], found (\[[\d, ]+\]|no such tensor)\./,
	);
});

test("a model with another vocabulary is refused, and so is one that is not there", async () => {
	const words = pilotFrom((folder) => {
		for (const name of ["tokenizer.json", "tokenizer_config.json"])
			edit(join(folder, name), /<\|endoftext\|>/g, "<|end|>");
	});
	await expect(requireArmModels(words)).rejects.toThrow(
		/^arm from: model, .*other: expected the tokenizer of .*toy, the arm's base, found id \d+ is/,
	);
	const gone = pilotFrom((folder) => rmSync(folder, { recursive: true }));
	await expect(requireArmModels(gone)).rejects.toThrow(
		/^arm from: model: expected a model folder/,
	);
});
