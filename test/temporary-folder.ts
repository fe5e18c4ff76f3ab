import { chmodSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const prefix = "temper-tests-";

/** Before all tests: whatever they and the processes they start put among temporary files lies in one folder, which is removed at the end. */
export default function makeTemporaryFolder() {
	// Another project of the same run has made it.
	if (basename(tmpdir()).startsWith(prefix)) return;
	const folder = mkdtempSync(join(tmpdir(), prefix));
	// Tests of forbidden files start programs as another user, who must come as far as these.
	chmodSync(folder, 0o711);
	for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = folder;
	return () => rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
