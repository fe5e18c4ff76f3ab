import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { ownedFolder } from "./owned-folder.ts";

it("removes folders whose process is gone, and no others", async () => {
	const root = mkdtempSync(join(tmpdir(), "temper-owned-"));
	const { pid: gone } = spawnSync(process.execPath, ["-e", "0"]);
	const first = await ownedFolder("temper-a", root);
	const left = `temper-a-${gone}-${hostname()}-Ab3dEf`;
	mkdirSync(join(root, left, "adapter"), { recursive: true });
	const others = [
		`temper-a-${gone}-elsewhere-Ab3dEf`,
		`temper-b-${gone}-${hostname()}-Ab3dEf`,
		`temper-a-1-${hostname()}-Ab3dEf`,
		`temper-a-${hostname()}`,
	];
	for (const name of others) mkdirSync(join(root, name));
	const second = await ownedFolder("temper-a", root);
	expect(readdirSync(root).sort()).toEqual(
		[...others, basename(first), basename(second)].sort(),
	);
	rmSync(root, { recursive: true });
});
