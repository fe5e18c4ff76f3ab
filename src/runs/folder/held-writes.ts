import {
	writeFileAtomic,
	writeFolderAtomic,
} from "../../formats/write-atomic.ts";
import { requireHeld } from "./lease.ts";

/** Writes a file atomically in a folder that this process holds. Throws `disk`, also if the folder was taken over. */
export function writeHeldFile(
	...[path, content]: Parameters<typeof writeFileAtomic>
): Promise<void> {
	return writeFileAtomic(path, content, () => requireHeld(path));
}

/** Writes a folder atomically in a folder that this process holds. Throws `disk`, also if the folder was taken over. */
export function writeHeldFolder(
	...[path, fill]: Parameters<typeof writeFolderAtomic>
): Promise<void> {
	return writeFolderAtomic(path, fill, () => requireHeld(path));
}
