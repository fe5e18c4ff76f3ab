import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { runCli } from "../pilot/run-pilot.ts";
import type { TinyPilot } from "../pilot/tiny-pilot.ts";

/** The pilot of `npm run quickstart` and the world that it measures, in a folder of their own. */
export async function writeQuickstartPilot(): Promise<TinyPilot> {
	const folder = mkdtempSync(join(tmpdir(), "temper-quickstart-"));
	const { status, output } = await runCli(["lab", join(folder, "runs/world")]);
	if (status !== 0) throw new Error(output);
	const text = readFileSync("examples/pilot.yaml", "utf8");
	const pilot = parse(text.replaceAll("../runs/", "runs/"));
	const file = join(folder, "pilot.yaml");
	writeFileSync(file, stringify({ ...pilot, model: resolve("models/lab") }));
	return { file, folder, out: join(folder, "runs/quickstart") };
}
