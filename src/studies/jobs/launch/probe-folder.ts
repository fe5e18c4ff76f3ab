import { randomBytes } from "node:crypto";
import { link, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import {
	exchangeFiles as files,
	type ProbeFile,
	type WorkerVersions,
} from "./exchange.ts";

/** Milliseconds that this machine's clock is ahead of that of the file system which holds a folder. */
export async function clockAhead(folder: string): Promise<number> {
	const path = join(folder, `clock-${randomBytes(4).toString("hex")}`);
	try {
		await writeFile(path, "");
		return Date.now() - (await stat(path)).mtimeMs;
	} finally {
		await rm(path, { force: true });
	}
}

/** Throws unless the file system has hard links that refuse to replace a file: locks need them. */
export async function requireLinks(folder: string): Promise<void> {
	const [one, other] = [1, 2].map((n) =>
		join(folder, `link-${n}-${randomBytes(4).toString("hex")}`),
	) as [string, string];
	try {
		await writeFile(one, "");
		await link(one, other);
		const again = await link(one, other).catch((error) => error.code);
		if (again !== "EEXIST")
			throw new Error("a second hard link replaced the first");
	} finally {
		await rm(one, { force: true });
		await rm(other, { force: true });
	}
}

/** What a worker does for a probe: tries what jobs need of the storage, and says what it found. */
export async function probeFolder(
	folder: string,
	versions: WorkerVersions,
): Promise<void> {
	await requireLinks(folder);
	const ahead = await clockAhead(folder);
	const found: ProbeFile = { host: hostname(), ahead, versions };
	const path = join(folder, files.probe);
	await writeFile(`${path}.new`, JSON.stringify(found));
	await rename(`${path}.new`, path);
}
