/**
 * A process that holds a folder, as one of another machine would. It writes one number to it, and one more for all that it reads at once, until
 * it is ended or loses the folder: between writes it waits, so that a test can pause it there. For tests.
 * Arguments: the folder, and the times of the lease as JSON.
 * @module
 */

import { join } from "node:path";
import { writeHeldFile } from "../held-writes.ts";
import type { LeaseTimes } from "../lease.ts";
import { lockFolder } from "../lock.ts";
import { thisOwner } from "../lock-owner.ts";

const [folder = "", times = "{}"] = process.argv.slice(2);
await lockFolder(folder, {
	...(JSON.parse(times) as LeaseTimes),
	owner: { ...(await thisOwner()), host: "elsewhere" },
});
let number = 0;
const write = () => writeHeldFile(join(folder, "number"), `${number++}`);
try {
	await write();
	for await (const _ of process.stdin) await write();
} catch (error) {
	console.log((error as Error).message);
	process.exitCode = 2;
}
