import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { writeTinyModel } from "../testing/tiny-model-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-inspect-"));
const model = join(folder, "tiny");
beforeAll(() => writeTinyModel(model));

async function run(argv: string[]) {
	const context = fakeContext({});
	const status = await runCli(argv, context);
	return { status, out: context.out(), err: context.err() };
}

test("inspect tells what a model is", async () => {
	const { status, out } = await run(["inspect", model]);
	expect(status).toBe(0);
	expect(out).toMatch(/family +llama\n/);
	// 420 x 16 embedding; two layers of 16 x 16 q and o, 8 x 16 k and v, 3 x 32 x 16 feed-forward, two norms; final norm
	const layer = 2 * 256 + 2 * 128 + 3 * 512 + 2 * 16;
	expect(out).toMatch(
		`parameters     ${(6720 + 2 * layer + 16).toLocaleString("en")}\n`,
	);
	expect(out).toMatch(/weights +BF16, 23 kB\n/);
	expect(out).toMatch(/head +tied to the embedding\n/);
	expect(out).toMatch(/chat template +yes\n/);
	// rank 8: q and o 32, k and v 24, gate, up and down 48 each, twice
	expect(out).toMatch(
		`lora rank 8    trains ${(2 * 8 * (2 * 32 + 2 * 24 + 3 * 48)).toLocaleString("en")} `,
	);
});
