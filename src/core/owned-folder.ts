import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "./is-alive.ts";

/**
 * Makes a folder in the temporary folder of the system whose name says which process owns it, `KIND-PID-HOST-RANDOM`, and removes
 * those whose owners on this machine are gone: a process that was killed leaves its folder behind.
 */
export async function ownedFolder(
	kind: string,
	root = tmpdir(),
): Promise<string> {
	const host = hostname();
	const named = new RegExp(`^${kind}-([1-9]\\d*)-(.*)-\\w{6}$`);
	for (const name of await readdir(root)) {
		const [, pid, owner] = named.exec(name) ?? [];
		if (owner !== host || isAlive(Number(pid))) continue;
		// It may be another user's who is gone, or one that another process removes now.
		await rm(join(root, name), { recursive: true }).catch(() => {});
	}
	return mkdtemp(join(root, `${kind}-${process.pid}-${host}-`));
}
