/** Keys under which libraries note where a file of a model once was. */
const places = "_?name_or_path|[a-z_]+_(?:file|path|dir)";

/** A text of JSON that is an absolute path: of POSIX or Windows, of a drive or a share. */
const absolute = String.raw`(?:\/|~[\/\\]|[A-Za-z]:[\/\\]|\\\\)(?:[^"\\\n]|\\.)*`;

const entry = String.raw`"(?:${places})"\s*:\s*"${absolute}"`;
const followed = new RegExp(String.raw`\s*${entry}\s*,`, "g");
const last = new RegExp(String.raw`,?\s*${entry}(?=\s*})`, "g");

/**
 * The text of a JSON config without entries that name a place on the machine that wrote it, as `_name_or_path` and
 * `tokenizer_file` do. Everything else stays as it is written, numbers included.
 */
export function withoutMachinePaths(json: string): string {
	return json.replace(followed, "").replace(last, "");
}
