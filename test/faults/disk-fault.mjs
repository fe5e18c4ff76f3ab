// Loaded before the command under test: makes the N-th change that the process makes to the disk go wrong.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const {
	at,
	how,
	touching = "",
	matching = "",
} = JSON.parse(process.env.DISK_FAULT);
const pattern = new RegExp(matching);
const real = { openSync: fs.openSync, writeSync: fs.writeSync };
let changes = 0;

function full(path) {
	const error = new Error(`ENOSPC: no space left on device, '${path}'`);
	return Object.assign(error, { code: "ENOSPC", errno: -28, syscall: "write" });
}

function die() {
	process.kill(process.pid, "SIGKILL");
	// The signal may arrive a moment later; nothing else may happen before.
	for (;;);
}

/** Whether a change is to, or of, a path that was named. */
const touches = (args) =>
	touching + matching === "" ||
	args.some(
		(one) =>
			typeof one === "string" && one.includes(touching) && pattern.test(one),
	);

/** Whether this change is to go wrong; `tear` leaves half of it behind first. */
function fails(tear, args) {
	if (!touches(args)) return false;
	changes++;
	if (at === null) return false;
	if (how === "full") return changes >= at;
	if (changes !== at) return false;
	tear();
	die();
}

const half = (bytes) => Buffer.from(bytes).subarray(0, bytes.length >> 1);
const fd = (target) => (typeof target === "number" ? target : target.fd);

function guard(holder, name, { grows, tear = () => {}, sync = false }) {
	const original = holder[name];
	holder[name] = function (...args) {
		const failed = fails(() => tear.call(this, ...args), args);
		// A full disk still lets files be removed and renamed.
		if (!failed || !grows) return original.apply(this, args);
		const error = full(String(args[0]));
		if (sync) throw error;
		return Promise.reject(error);
	};
}

const { promises } = fs;
guard(promises, "mkdir", { grows: true });
guard(promises, "link", { grows: true });
guard(promises, "rename", { grows: false });
guard(promises, "rm", { grows: false });
guard(promises, "copyFile", { grows: true });
guard(promises, "writeFile", {
	grows: true,
	tear(path, data) {
		real.writeSync(real.openSync(path, "w"), half(data));
	},
});
guard(fs, "writeSync", {
	grows: true,
	sync: true,
	tear(file, data) {
		real.writeSync(file, half(data));
	},
});
guard(fs, "ftruncateSync", { grows: false, sync: true });

const handle = await promises.open(process.execPath, "r");
const prototype = Object.getPrototypeOf(handle);
await handle.close();
const tearHandle = {
	grows: true,
	tear(data) {
		real.writeSync(fd(this), half(data));
	},
};
guard(prototype, "writeFile", tearHandle);
guard(prototype, "write", tearHandle);
guard(prototype, "sync", { grows: false });
syncBuiltinESMExports();

process.on("exit", () => {
	real.writeSync(2, `changes to the disk: ${changes}\n`);
});
