/**
 * A process that holds a folder, as one of another machine would, and writes to it until it is ended or loses the folder. For tests.
 * Arguments: the folder, and the times of the lease as JSON.
 * @module
 */

import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { writeHeldFile } from "../held-writes.ts";
import type { LeaseTimes } from "../lease.ts";
import { lockFolder } from "../lock.ts";
import { thisOwner } from "../lock-owner.ts";

const [folder = "", times = "{}"] = process.argv.slice(2);
await lockFolder(folder, {
	...(JSON.parse(times) as LeaseTimes),
	owner: { ...(await thisOwner()), host: "elsewhere" },
});
try {
	for (let number = 0; ; number++) {
		await writeHeldFile(join(folder, "number"), `${number}`);
		await wait(5);
	}
} catch (error) {
	console.log((error as Error).message);
	process.exitCode = 2;
}
