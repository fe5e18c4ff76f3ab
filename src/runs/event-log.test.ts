import {
	appendFileSync,
	mkdtempSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { EventLog, readEvents } from "./event-log.ts";
import { type NoteEvent, repeatablePart } from "./events.ts";

let path: string;
beforeEach(() => {
	path = join(mkdtempSync(join(tmpdir(), "temper-events-")), "events.jsonl");
});

function note(step: number, text = "x"): NoteEvent {
	return { kind: "note", step, text };
}

test("events come back in order", async () => {
	const log = await EventLog.open(path);
	log.append(note(1));
	log.append(note(2, 'a line\nbreak and "quotes" and ü'));
	expect(await readEvents(path)).toEqual([
		note(1),
		note(2, 'a line\nbreak and "quotes" and ü'),
	]);
	log.close();
});

test("a torn last line is not read, and cut when the log is opened", async () => {
	const log = await EventLog.open(path);
	log.append(note(1));
	log.close();
	appendFileSync(path, '{"kind":"note","st');
	expect(await readEvents(path)).toEqual([note(1)]);
	const again = await EventLog.open(path);
	again.append(note(2));
	again.close();
	expect(await readEvents(path)).toEqual([note(1), note(2)]);
});

test("a torn line longer than a block, alone in the file", async () => {
	writeFileSync(path, "x".repeat(200_000));
	const log = await EventLog.open(path);
	expect(log.length).toBe(0);
	log.append(note(1, "y".repeat(200_000)));
	log.close();
	appendFileSync(path, "z".repeat(100_000));
	const again = await EventLog.open(path);
	expect(again.length).toBe(log.length);
	again.close();
	expect(readFileSync(path, "utf8").at(-1)).toBe("\n");
});

test("rewinding forgets what came after", async () => {
	const log = await EventLog.open(path);
	log.append(note(1));
	const { length } = log;
	log.append(note(2));
	log.rewind(length);
	log.append(note(3));
	log.close();
	expect(await readEvents(path)).toEqual([note(1), note(3)]);
});

test("a file shorter than its checkpoint says is refused", async () => {
	const log = await EventLog.open(path);
	expect(() => log.rewind(10)).toThrow(
		/expected at least 10 bytes, .* found 0/,
	);
	log.close();
});

test("a broken line in the middle is named", async () => {
	writeFileSync(path, '{"kind":"note","step":1,"text":""}\nnonsense\n{}\n');
	await expect(readEvents(path)).rejects.toThrow(
		`${path}:2: expected an event of a run as one line of JSON, found "nonsense".`,
	);
	writeFileSync(path, '{"kind":"stpe"}\n');
	await expect(readEvents(path)).rejects.toThrow(/found the kind "stpe"/);
	writeFileSync(path, "null\n");
	await expect(readEvents(path)).rejects.toThrow(/found the kind missing/);
});

test("what repeats leaves out clock and machine", () => {
	const cost = { seconds: 1, tokensPerSecond: 2, memoryBytes: 3 };
	expect(
		repeatablePart({ kind: "checkpoint", step: 4, path: "p", cost }),
	).toEqual({ kind: "checkpoint", step: 4, path: "p" });
});
