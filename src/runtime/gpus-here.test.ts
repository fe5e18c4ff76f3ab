import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gpusHere } from "./gpus-here.ts";

it.each([
	["", 0],
	["-1", 0],
	["0", 1],
	["GPU-1a, 3", 2],
	["1,-1,2", 1],
])("CUDA_VISIBLE_DEVICES=%s shows %i", (visible, count) => {
	expect(gpusHere(visible, "/nowhere")).toBe(count);
});

it("otherwise the devices of the system count", async () => {
	const folder = await mkdtemp(join(tmpdir(), "temper-devices-"));
	for (const name of ["nvidia0", "nvidia11", "nvidiactl", "null"])
		await writeFile(join(folder, name), "");
	expect(gpusHere(undefined, folder)).toBe(2);
	expect(gpusHere(undefined, join(folder, "none"))).toBe(0);
	await rm(folder, { recursive: true });
});
