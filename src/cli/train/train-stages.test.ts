import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { loopServices } from "../testing/loop-services.ts";

test("rows of a later stage are read before the first stage begins", async () => {
	const folder = mkdtempSync(join(tmpdir(), "temper-stages-"));
	mkdirSync(join(folder, "tiny"));
	writeFileSync(join(folder, "tiny", "config.json"), "{}");
	for (const name of ["rows", "pairs"])
		writeFileSync(join(folder, `${name}.jsonl`), "{}\n");
	const stage = (kind: string, rows: string) => ({
		...{ objective: kind, data: { train: `${rows}.jsonl` } },
	});
	const recipe = join(folder, "recipe.yaml");
	const stages = [stage("sft", "rows"), stage("dpo", "pairs")];
	writeFileSync(recipe, JSON.stringify({ model: "tiny", stages }));
	const checked: string[] = [];
	const context = fakeContext(
		loopServices({
			async checkInputs({ data }) {
				checked.push(basename(data.train[0]?.path ?? ""));
				if (checked.length < 2) return;
				throw new TemperError("data", {
					...{ where: "pairs.jsonl:1", expected: "a pair", found: "none" },
				});
			},
		}),
	);
	const out = join(folder, "run");
	expect(await runCli(["train", recipe, "--out", out], context)).toBe(2);
	expect(checked).toEqual(["rows.jsonl", "pairs.jsonl"]);
	expect(context.err()).toContain("pairs.jsonl:1: expected a pair, found none");
	expect(existsSync(out)).toBe(false);
});
