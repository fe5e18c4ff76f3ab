import { type ErrorCode, TemperError } from "./error.ts";

const reasons: Readonly<Record<string, string>> = {
	ENOENT: "nothing at this path",
	EISDIR: "a folder",
	ENOTDIR: "a path that goes through a file",
	EACCES: "permission denied",
	EPERM: "an operation that is not permitted",
	ENOSPC: "a full disk",
	EDQUOT: "a used-up disk quota",
	EFBIG: "a file larger than the system allows",
	EIO: "an input/output error of the disk",
	EROFS: "a read-only disk",
	EMFILE: "too many open files",
	ENFILE: "too many open files",
	ENAMETOOLONG: "a name that is too long",
	ELOOP: "links that lead in a circle",
	EEXIST: "something already at this path",
	ENOTEMPTY: "a folder that is not empty",
	EBUSY: "a file in use",
	EINVAL: "a path the system does not accept",
	ERR_INVALID_ARG_VALUE: "a path the system does not accept",
};

function reasonOf(cause: unknown): string | null {
	const code = (cause as NodeJS.ErrnoException | null)?.code;
	if (cause instanceof TemperError || typeof code !== "string") return null;
	const reason = reasons[code];
	return reason === undefined ? null : `${reason} (${code})`;
}

/** An error of the file system while reading, as a `TemperError`; any other error is returned as it is. */
export function readError(
	cause: unknown,
	code: ErrorCode,
	where: string,
	expected = "a file that can be read",
): unknown {
	const found = reasonOf(cause);
	if (found === null) return cause;
	return new TemperError(code, { where, expected, found, cause });
}

/** An error of the file system while writing, as a `disk` error; any other error is returned as it is. */
export function writeError(cause: unknown, where: string): unknown {
	const found = reasonOf(cause);
	if (found === null) return cause;
	return new TemperError("disk", {
		where,
		expected: "a writable path",
		found,
		hint: "Existing files were not changed.",
		cause,
	});
}
