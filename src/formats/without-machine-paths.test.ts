import { expect, test } from "vitest";
import { withoutMachinePaths } from "./without-machine-paths.ts";

test.each([
	[
		"first",
		'{\n  "_name_or_path": "/home/me/toy",\n  "x": 1e-05\n}',
		'{\n  "x": 1e-05\n}',
	],
	[
		"last",
		'{ "x": 20.0, "name_or_path": "C:\\\\models\\\\toy" }',
		'{ "x": 20.0 }',
	],
	["alone", '{"tokenizer_file": "/root/.cache/t.json"}', "{}"],
	[
		"two in a row",
		'{"special_tokens_map_file": "~/a.json", "tokenizer_file": "\\\\\\\\share\\\\t.json", "y": "/"}',
		'{ "y": "/"}',
	],
	[
		"inside",
		'{"text": {"_name_or_path": "/a \\"b\\" c"}, "z": 1}',
		'{"text": {}, "z": 1}',
	],
])(
	"an absolute path that is %s goes, and what stays is as it was written",
	(_, json, found) => {
		expect(withoutMachinePaths(json)).toBe(found);
		expect(() => JSON.parse(found)).not.toThrow();
	},
);

test.each([
	'{"_name_or_path": "owner/model"}',
	'{"tokenizer_file": null, "chat_template": "/no path/ {{ x }}"}',
	'{"pad_token": "/", "bos_token": "/s"}',
])("%s stays", (json) => {
	expect(withoutMachinePaths(json)).toBe(json);
});
